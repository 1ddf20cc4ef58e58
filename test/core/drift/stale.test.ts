import { describe, expect, it } from 'vitest';
import { isStale } from '../../../core/drift/rules/stale.ts';

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
