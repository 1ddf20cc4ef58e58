import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches } from '../../../../adapters/aws/bus/batches.ts';
import { CALL_BYTES, CALL_ENTRIES, type Entry, entryBytes } from '../../../../adapters/aws/bus/entry.ts';

const entry = (bytes: number): Entry => {
  const empty = { EventBusName: 'bus', Source: 'plumbline', DetailType: 'Noted', Detail: '', Time: new Date(0) };
  return { ...empty, Detail: 'x'.repeat(bytes - entryBytes(empty)) };
};
const sizes = (...bytes: number[]): number[] => batches(bytes.map(entry)).map((batch) => batch.length);

describe('batches', () => {
  it.each([
    { name: 'nothing needs no call', bytes: [], calls: [] },
    { name: 'as many as one call takes', bytes: Array(10).fill(100), calls: [10] },
    { name: 'one more than that', bytes: Array(11).fill(100), calls: [10, 1] },
    { name: 'as large as one call takes', bytes: [CALL_BYTES - 100, 100], calls: [2] },
    { name: 'a byte more than that', bytes: [CALL_BYTES - 100, 101], calls: [1, 1] },
  ])('$name', ({ bytes, calls }) => expect(sizes(...bytes)).toStrictEqual(calls));

  it('hold every entry, in order, and each fits one call', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 40, max: CALL_BYTES }), { maxLength: 40 }), (bytes) => {
        const entries = bytes.map(entry);
        const cut = batches(entries);
        expect(cut.flat()).toStrictEqual(entries);
        for (const batch of cut) {
          expect(batch.length).toBeLessThanOrEqual(CALL_ENTRIES);
          expect(batch.reduce((sum, each) => sum + entryBytes(each), 0)).toBeLessThanOrEqual(CALL_BYTES);
        }
      }),
      { numRuns: 30 },
    ));
});
