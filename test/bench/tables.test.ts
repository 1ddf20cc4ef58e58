import { describe, expect, it } from 'vitest';
import { median, percentiles } from '../../bench/support/percentiles.ts';
import { met, type Row } from '../../bench/support/row.ts';
import { markdownOf, tableOf } from '../../bench/support/tables.ts';

const row = (value: number, is?: 'at least' | 'at most'): Row => ({
  ...{ scenario: 'node', what: 'torn reads', value, unit: 'reads' },
  ...(is && { target: { is, value: 5 } }),
});
const cells = (text: string): string[] => text.split(/[|│]/).map((cell) => cell.trim());

describe('a measured row', () => {
  it.each([
    { value: 5, is: 'at most', kept: true },
    { value: 5.1, is: 'at most', kept: false },
    { value: 5, is: 'at least', kept: true },
    { value: 4.9, is: 'at least', kept: false },
  ] as const)('of $value, $is 5', ({ value, is, kept }) => {
    expect(met(row(value, is))).toBe(kept);
    expect(tableOf([row(value, is)])).toContain(`${is} 5: ${kept ? 'met' : 'missed'}`);
  });

  it('has no verdict without a target', () => {
    expect(met(row(1))).toBeUndefined();
    expect(tableOf([row(1)])).not.toMatch(/met|missed/);
  });

  it.each([
    { value: 0, shown: '0' },
    { value: 0.01234, shown: '0.0123' },
    { value: 10, shown: '10' },
    { value: 99.96, shown: '100' },
    { value: 12_345.6, shown: '12,346' },
    { value: Number.NaN, shown: '' },
  ])('shows $value in three digits, and whole where it is large', ({ value, shown }) => {
    expect(cells(markdownOf([row(value)]).split('\n')[2] ?? '')[3]).toBe(shown);
  });

  it('is one line of Markdown below a head and a rule, with what was not measured left empty', () => {
    const lines = markdownOf([{ ...row(1), p50: 0.5, p99: 2, bytes: 300 }]).split('\n');
    expect(lines.map((line) => cells(line).length)).toStrictEqual([12, 12, 12]);
    expect(cells(lines[2] ?? '').slice(1, -1)).toStrictEqual([
      ...['node', 'torn reads', '1', 'reads', ''],
      ...['0.5', '', '2', '', '300'],
    ]);
  });
});

it('percentiles are values that were measured, in whatever order they came', () => {
  const times = Array.from({ length: 200 }, (_, index) => (index * 7) % 200);
  expect(percentiles(times)).toStrictEqual({ p50: 100, p95: 190, p99: 198 });
  expect([median([3, 1, 2]), median([7]), median([])]).toStrictEqual([2, 7, 0]);
});
