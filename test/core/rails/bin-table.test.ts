import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lintRail } from '../../../core/rails/lint.ts';
import type { Json } from '../../../schemas/words.ts';

const table = (...ranges: readonly unknown[]) =>
  lintRail('bin-table', { ranges } as Json).map(({ rule, pointer }) => `${rule} ${pointer}`);
const range = (from: unknown, to: unknown) => ({ from, to });

it.each([
  { name: 'no range', ranges: [], findings: [] },
  { name: 'one number', ranges: [range('400000', '400000')], findings: [] },
  { name: 'neighbours', ranges: [range('400000', '400099'), range('400100', '400199')], findings: [] },
  { name: 'unsorted neighbours', ranges: [range('400100', '400199'), range('400000', '400099')], findings: [] },
  {
    name: 'ranges that meet in one number',
    ranges: [range('400000', '400100'), range('400100', '400199')],
    findings: ['bin_overlap /ranges/1'],
  },
  {
    name: 'a range inside a wide one',
    ranges: [range('400000', '499999'), range('410000', '410001'), range('420000', '420001')],
    findings: ['bin_overlap /ranges/1', 'bin_overlap /ranges/2'],
  },
  {
    name: 'the same digits at another length',
    ranges: [range('400000', '400099'), range('40000000', '40009999')],
    findings: [],
  },
  { name: 'ends in the wrong order', ranges: [range('400100', '400099')], findings: ['bin_order /ranges/0'] },
  { name: 'ends of two lengths', ranges: [range('400000', '4000999')], findings: ['bin_order /ranges/0'] },
  { name: 'five digits', ranges: [range('40000', '40001')], findings: ['bin_format /ranges/0/from'] },
  { name: 'six digits', ranges: [range('400000', '400001')], findings: [] },
  { name: 'nineteen digits', ranges: [range('4'.repeat(19), '5'.repeat(19))], findings: [] },
  { name: 'twenty digits', ranges: [range('4'.repeat(20), '5'.repeat(20))], findings: ['bin_format /ranges/0/from'] },
  { name: 'a number instead of text', ranges: [range('400000', 400001)], findings: ['bin_format /ranges/0/to'] },
  { name: 'something else', ranges: [7], findings: ['bin_format /ranges/0/from'] },
])('$name', ({ ranges, findings }) => expect(table(...ranges)).toStrictEqual(findings));

it.each([null, [], { range: [] }, { ranges: {} }])('%j is no table', (document) =>
  expect(lintRail('bin-table', document as Json)).toStrictEqual([
    { pointer: '/ranges', path: "$['ranges']", rule: 'bin_ranges', message: 'a list of ranges is expected' },
  ]),
);

it('the default rail has no rules', () => expect(lintRail('default', { ranges: 7 })).toStrictEqual([]));

it('passes exactly the tables without two ranges that share a number', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 100000, max: 100060 }), fc.nat(12)), { maxLength: 8 }),
      (starts) => {
        const ranges = starts.map(([from, length]) => range(String(from), String(from + length)));
        const shares = starts.some(([a, n], i) => starts.some(([b, m], j) => i < j && a <= b + m && b <= a + n));
        expect(table(...ranges).length > 0).toBe(shares);
      },
    ),
  ));
