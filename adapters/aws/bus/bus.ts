import type { Bus } from '../../../usecases/ports.ts';
import { PATIENCE, type Patience, pauseAfter } from '../patience.ts';
import { batches } from './batches.ts';
import { type Entry, entryOf } from './entry.ts';

/** One PutEvents: what became of each entry, in order; without a code it was taken. */
export type PutEvents = (entries: readonly Entry[]) => Promise<readonly { readonly errorCode?: string }[]>;

/** What EventBridge may take a moment later. */
const PASSING = new Set(['InternalFailure', 'InternalException', 'ThrottlingException', 'ServiceUnavailable']);

/**
 * Events out on an EventBridge bus, at least once: `publish` answers when every one was taken. A call that is taken in
 * part is repeated with the rest, so events may arrive out of order; `revision` in their detail says it.
 * @throws when some were refused for good, or again and again
 */
export function eventBridgeBus(putEvents: PutEvents, bus: string, patience: Patience = PATIENCE): Bus {
  const put = async (batch: readonly Entry[]): Promise<void> => {
    let left = batch;
    for (let failures = 1; ; failures++) {
      const answers = await putEvents(left);
      if (answers.length !== left.length) throw new Error('EventBridge answered for another number of events');
      const codes = answers.flatMap(({ errorCode }) => errorCode ?? []);
      left = left.filter((_, index) => answers[index]?.errorCode !== undefined);
      if (left.length === 0) return;
      if (failures >= patience.attempts || !codes.every((code) => PASSING.has(code)))
        throw new Error(`${left.length} of ${batch.length} events were not taken: ${[...new Set(codes)].join(', ')}`);
      await pauseAfter(failures, patience);
    }
  };
  return {
    async publish(events) {
      for (const batch of batches(events.map((event) => entryOf(event, bus)))) await put(batch);
    },
  };
}
