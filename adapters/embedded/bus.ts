import { EventEmitter } from 'node:events';
import { open } from 'node:fs/promises';
import { EVENT_SOURCE } from '../../schemas/events/source.ts';
import type { Bus, BusEvent } from '../../usecases/ports.ts';

/** Events out, to listeners in this process and, where a file is named, each as one line as EventBridge would deliver it. */
export interface EmbeddedBus extends Bus {
  /** @returns a function that ends the subscription */
  subscribe(listener: (event: BusEvent) => void): () => void;
}

/** @param file is synced before `publish` answers, so that the feed never passes events that are not there */
export function embeddedBus(file?: string): EmbeddedBus {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    async publish(events) {
      if (events.length === 0) return;
      if (file !== undefined)
        await appendSynced(file, events.map((event) => `${JSON.stringify(delivered(event))}\n`).join(''));
      for (const event of events) emitter.emit('event', event);
    },
    subscribe(listener) {
      emitter.on('event', listener);
      return () => emitter.off('event', listener);
    },
  };
}

/** As EventBridge delivers it to a rule's target, so that one consumer can read both (docs/events.md). */
const delivered = ({ id, type, time, detail }: BusEvent) => ({
  version: '0',
  id,
  'detail-type': type,
  source: EVENT_SOURCE,
  account: '',
  time,
  region: detail['authority'],
  resources: [],
  detail,
});

async function appendSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}
