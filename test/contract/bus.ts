import { describe, expect, it } from 'vitest';
import type { BusEvent } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const event = (revision: number): BusEvent => {
  const [stream, at, traceId] = ['local/node/node-1', '2026-11-22T09:30:00.123Z', '1'.repeat(32)];
  const envelope = { schemaVersion: 1, controlPlane: 'plumbline-test', authority: 'local', stream, revision, at };
  const who = { actor: 'node-1', role: 'Node', traceId, about: { node: 'node-1', cluster: 'fees.production' } };
  const data = { cluster: 'fees.production', lastSeenAt: at };
  const id = `${stream}#${revision}`;
  return { id, type: 'NodeStale', time: at, traceId, detail: { id, ...envelope, ...who, data } };
};

/** What was published, from what a consumer is given: a line of the events file, or what a target of a rule gets. */
export function asPublished(delivered: unknown): BusEvent {
  const { 'detail-type': type, detail } = delivered as { 'detail-type': string; detail: Record<string, string> };
  const { id = '', at = '', traceId = '' } = detail;
  return { id, type, time: at, traceId, detail };
}

/** @see usecases/ports.ts Bus */
export function busContract(
  open: Factory<'bus'>,
  deliveredOf: (world: object) => Promise<readonly BusEvent[]>,
  { inOrder = true } = {},
): void {
  const run = within(open);
  describe('bus', () => {
    it(
      inOrder ? 'delivers what it answered, in order' : 'delivers what it answered, in any order',
      run(async ({ world }) => {
        await world.bus.publish([event(1), event(2)]);
        await world.bus.publish([]);
        await world.bus.publish([event(3)]);
        const delivered = await deliveredOf(world);
        const read = inOrder ? delivered : delivered.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(read).toStrictEqual([event(1), event(2), event(3)]);
      }),
    );

    it.each(FAILURES)('delivers at least once when asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world, failOnce }) => {
        failOnce('bus', 'publish', { stored });
        await expect(world.bus.publish([event(1)])).rejects.toThrow('bus.publish failed');
        await world.bus.publish([event(1)]);
        expect((await deliveredOf(world)).map(({ id }) => id)).toStrictEqual(Array(stored ? 2 : 1).fill(event(1).id));
      })(),
    );
  });
}
