import { describe, expect, it } from 'vitest';
import { eventBridgeBus, type PutEvents } from '../../../../adapters/aws/bus/bus.ts';
import type { BusEvent } from '../../../../usecases/ports.ts';
import { recordedPatience } from '../support.ts';

const event = (revision: number): BusEvent => ({
  id: `eu/note/a#${revision}`,
  type: 'Noted',
  time: '2026-11-22T09:30:00.123Z',
  traceId: '1'.repeat(32),
  detail: { revision, data: {} },
});
const events = (count: number): BusEvent[] => Array.from({ length: count }, (_, index) => event(index + 1));
const revisionOf = ({ Detail }: { readonly Detail: string }): number => JSON.parse(Detail).revision;

/** An EventBridge with a script: for each call, the codes of its entries by revision. */
function scripted(...calls: { readonly [revision: number]: string }[]) {
  const asked: number[][] = [];
  const taken: number[] = [];
  const putEvents: PutEvents = async (entries) => {
    const codes = calls[asked.length] ?? {};
    asked.push(entries.map(revisionOf));
    return entries.map((entry) => {
      const errorCode = codes[revisionOf(entry)];
      if (errorCode === undefined) taken.push(revisionOf(entry));
      return errorCode === undefined ? {} : { errorCode };
    });
  };
  const patience = recordedPatience();
  return { asked, taken, pauses: patience.pauses, bus: eventBridgeBus(putEvents, 'bus', patience) };
}

describe('publish', () => {
  it('asks for nothing when there is nothing', async () => {
    const { bus, asked } = scripted();
    await bus.publish([]);
    expect(asked).toStrictEqual([]);
  });

  it('repeats exactly what was not taken, with growing pauses', async () => {
    const { bus, asked, taken, pauses } = scripted(
      { 2: 'ThrottlingException', 3: 'InternalFailure' },
      { 3: 'InternalFailure' },
    );
    await bus.publish(events(4));
    expect(asked).toStrictEqual([[1, 2, 3, 4], [2, 3], [3]]);
    expect(taken).toStrictEqual([1, 4, 2, 3]);
    expect(pauses).toStrictEqual([50, 100]);
  });

  it('gives up after five calls, and says what stood in its way', async () => {
    const busy = { 2: 'ThrottlingException' };
    const { bus, asked } = scripted(busy, busy, busy, busy, busy);
    await expect(bus.publish(events(2))).rejects.toThrow('1 of 2 events were not taken: ThrottlingException');
    expect(asked.length).toBe(5);
    // Whoever has the feed comes again, and nothing is lost.
    await bus.publish(events(2));
    expect(asked.at(-1)).toStrictEqual([1, 2]);
  });

  it('does not repeat what can never be taken', async () => {
    const { bus, asked } = scripted({ 1: 'ThrottlingException', 2: 'NotAuthorizedForSourceException' });
    await expect(bus.publish(events(2))).rejects.toThrow(
      '2 of 2 events were not taken: ThrottlingException, NotAuthorizedForSourceException',
    );
    expect(asked.length).toBe(1);
  });

  it('goes on with the next call only when the one before was taken whole', async () => {
    const { bus, asked } = scripted({ 10: 'InternalFailure' });
    await bus.publish(events(12));
    expect(asked).toStrictEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [10], [11, 12]]);
  });

  it('believes no answer about another number of events', async () => {
    const bus = eventBridgeBus(async () => [{}], 'bus', recordedPatience());
    await expect(bus.publish(events(2))).rejects.toThrow('EventBridge answered for another number of events');
  });
});
