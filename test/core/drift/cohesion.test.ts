import { describe, expect, it } from 'vitest';
import { cohesionOf, cohesionStep, NO_NODES } from '../../../core/drift/cohesion.ts';
import { isStale } from '../../../core/drift/rules/stale.ts';

const row = (seenAt: number, drift: readonly string[] = [], intervalSeconds = 1) => ({
  seenAt,
  drift,
  intervalSeconds,
});

describe('staleness', () => {
  it.each([
    ['120 s after the last word', 880, 1, false],
    ['121 s after it', 879, 1, true],
    ['two and a half long intervals', 250, 300, false],
    ['a second more', 249, 300, true],
  ])('%s', (_name, seenAt, intervalSeconds, stale) => {
    expect(isStale({ seenAt, intervalSeconds }, 1000, 120)).toBe(stale);
  });
});

describe('cohesion', () => {
  it('is the share without drift of those that are heard of', () => {
    const rows = [row(1000), row(1000, ['swap_failed', 'cpu_pressure']), row(1000, ['swap_failed']), row(999), row(1)];
    const sum = rows.reduce(cohesionStep(1000, 120), NO_NODES);
    expect(sum).toStrictEqual({ nodes: 5, stale: 1, inLine: 2, rules: { swap_failed: 2, cpu_pressure: 1 } });
    expect(cohesionOf(sum)).toBe(0.5);
  });
  it('is whole where nobody is heard of', () => {
    expect(cohesionOf(NO_NODES)).toBe(1);
    expect(cohesionOf([row(1)].reduce(cohesionStep(1000, 120), NO_NODES))).toBe(1);
  });
});
