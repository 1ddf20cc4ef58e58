import { describe, expect, it } from 'vitest';
import { Instant, QueryCount } from '../../schemas/words.ts';

describe('an instant', () => {
  it.each(['2026-11-22T09:30:00.000Z', '2024-02-29T23:59:59.999Z', '0001-01-01T00:00:00.000Z'])('is %s', (text) =>
    expect(Instant.safeParse(text).success).toBe(true),
  );
  it.each([
    '2026-02-29T00:00:00.000Z',
    '2026-02-30T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '2026-01-01T00:60:00.000Z',
    '2026-01-01T00:00:60.000Z',
    '9999-99-99T99:99:99.999Z',
    '2026-11-22T09:30:00Z',
    '2026-11-22T09:30:00.000+00:00',
  ])('is not %s', (text) => expect(Instant.safeParse(text).success).toBe(false));
});

describe('a whole number in a query', () => {
  const count = QueryCount(1, 200);
  it.each([
    ['1', 1],
    ['200', 200],
    [50, 50],
  ])('is %s', (said, value) => expect(count.parse(said)).toBe(value));
  it.each([
    '',
    '0',
    '201',
    '-1',
    '+5',
    '1.0',
    '1e2',
    '0x10',
    '0b1',
    ' 5',
    '5 ',
    '5\n',
    '007',
    '１',
    'NaN',
    0,
    201,
    1.5,
  ])('is not %s', (said) => expect(count.safeParse(said).success).toBe(false));
});
