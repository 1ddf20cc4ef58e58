import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { CALL_BYTES, entryBytes, entryOf } from '../../../../adapters/aws/bus/entry.ts';
import { eventSchema } from '../../../../schemas/events/event-schema.ts';
import type { BusEvent } from '../../../../usecases/ports.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const event = (data: object, traceId = TRACE): BusEvent => ({
  id: 'eu/note/a#7',
  type: 'Noted',
  time: '2026-11-22T09:30:00.123Z',
  traceId,
  detail: { id: 'eu/note/a#7', stream: 'eu/note/a', revision: 7, data: data as BusEvent['detail'] },
});
/** An event whose entry has exactly this size; letters of two bytes, so that bytes are counted and not letters. */
function sized(bytes: number): BusEvent {
  const room = bytes - entryBytes(entryOf(event({ words: '' }), 'bus'));
  return event({ words: 'é'.repeat(Math.floor(room / 2)) + 'e'.repeat(room % 2) });
}

describe('an entry', () => {
  it('is what EventBridge takes, with the trace as X-Ray writes it', () => {
    expect(entryOf(event({ words: 'w' }), 'bus')).toStrictEqual({
      EventBusName: 'bus',
      Source: 'plumbline',
      DetailType: 'Noted',
      Detail: '{"id":"eu/note/a#7","stream":"eu/note/a","revision":7,"data":{"words":"w"}}',
      Time: new Date('2026-11-22T09:30:00.123Z'),
      TraceHeader: 'Root=1-4bf92f35-77b34da6a3ce929d0e0e4736',
    });
  });

  it('says nothing of a trace that is none', () =>
    expect(entryOf(event({}, 'not a trace'), 'bus')).not.toHaveProperty('TraceHeader'));

  it('keeps its data up to what one call carries', () => {
    const largest = entryOf(sized(CALL_BYTES), 'bus');
    expect(entryBytes(largest)).toBe(CALL_BYTES);
    expect(JSON.parse(largest.Detail)).toStrictEqual(sized(CALL_BYTES).detail);
  });

  it('loses its data above that, and says so', () => {
    const { Detail, ...around } = entryOf(sized(CALL_BYTES + 1), 'bus');
    expect(JSON.parse(Detail)).toStrictEqual({
      id: 'eu/note/a#7',
      stream: 'eu/note/a',
      revision: 7,
      dataOmitted: true,
    });
    expect(around.DetailType).toBe('Noted');
  });

  it('without its data is still what the schema of its type allows', () => {
    const properties = eventSchema('NodeStale')['properties'] as { readonly detail: object };
    const allows = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(properties.detail);
    const who = { schemaVersion: 1, controlPlane: 'p', authority: 'eu', actor: 'a', role: 'System', traceId: TRACE };
    const whole = { id: 'eu/node/n#7', stream: 'eu/node/n', revision: 7, at: '2026-11-22T09:30:00.123Z', about: {} };
    const data = { cluster: 'fees.production', lastSeenAt: whole.at, words: 'x'.repeat(CALL_BYTES) };
    const event = { id: whole.id, type: 'NodeStale', time: whole.at, traceId: TRACE };
    const { Detail } = entryOf({ ...event, detail: { ...whole, ...who, data } }, 'bus');
    expect(Detail).toContain('"dataOmitted":true');
    expect([allows(JSON.parse(Detail)), allows.errors]).toStrictEqual([true, null]);
  });
});
