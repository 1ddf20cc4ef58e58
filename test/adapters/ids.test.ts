import { describe, expect, it } from 'vitest';
import { randomIds } from '../../adapters/system/ids.ts';

describe('random bytes', () => {
  it.each([0, 8, 16, 17, 4096])('are %i when so many are asked for', (length) =>
    expect(randomIds.bytes(length)).toHaveLength(length),
  );
  it('never come twice, and stay what they were', () => {
    const drawn = Array.from({ length: 2000 }, () => randomIds.bytes(16));
    const seen = drawn.map((bytes) => Buffer.from(bytes).toString('hex'));
    for (let more = 0; more < 2000; more++) randomIds.bytes(8);
    expect(new Set(seen).size).toBe(2000);
    expect(drawn.map((bytes) => Buffer.from(bytes).toString('hex'))).toStrictEqual(seen);
    expect(seen).not.toContain('0'.repeat(32));
  });
});
