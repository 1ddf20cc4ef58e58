import { expect, it } from 'vitest';
import { eventBridgeBus } from '../../../adapters/aws/bus/bus.ts';
import { sdkPutEvents } from '../../../adapters/aws/bus/sdk-put-events.ts';
import type { BusEvent } from '../../../usecases/ports.ts';
import { asPublished, busContract } from '../../contract/bus.ts';
import type { Opened } from '../../contract/contract.ts';
import { failing } from '../../support/fail-once.ts';
import { memoryWorld } from '../../support/world.ts';
import { eventBridge, newBus } from '../support/buses.ts';
import { describeOnAws } from '../support/emulated.ts';

const delivered = new WeakMap<object, () => Promise<readonly BusEvent[]>>();

async function onEventBridge(): Promise<Opened<'bus'>> {
  const { name, take } = await newBus();
  const memory = memoryWorld();
  let taken = 0;
  const putEvents = sdkPutEvents(eventBridge());
  const counted: typeof putEvents = async (entries) => {
    const answers = await putEvents(entries);
    taken += answers.filter(({ errorCode }) => errorCode === undefined).length;
    return answers;
  };
  const { world, failOnce } = failing({ ...memory.world, bus: eventBridgeBus(counted, name) });
  delivered.set(world, async () => (await take(taken)).map(asPublished));
  return { world, failOnce, clock: memory.clock, close: memory.close };
}

describeOnAws('EventBridge', () => {
  const deliveredOf = (world: object) => delivered.get(world)?.() ?? Promise.reject(new Error('opened elsewhere'));
  busContract(onEventBridge, deliveredOf, { inOrder: false });

  it('takes more than one call carries, by number and by size', async () => {
    const { name, take } = await newBus();
    const bus = eventBridgeBus(sdkPutEvents(eventBridge()), name);
    const events = Array.from({ length: 23 }, (_, revision) => event(revision, 'x'.repeat(revision * 3000)));
    await bus.publish(events);
    const got = await take(events.length);
    expect(new Set(got.map(({ source }) => source))).toStrictEqual(new Set(['plumbline']));
    const byRevision = got.map(({ detail }) => detail).sort((a, b) => Number(a['revision']) - Number(b['revision']));
    expect(byRevision).toStrictEqual(events.map(({ detail }) => detail));
  });
});

const event = (revision: number, words: string): BusEvent => ({
  id: `local/note/a#${revision}`,
  type: 'Noted',
  time: '2026-11-22T09:30:00.000Z',
  traceId: '1'.repeat(32),
  detail: { id: `local/note/a#${revision}`, revision, data: { words } },
});
