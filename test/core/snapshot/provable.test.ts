import { describe, expect, it } from 'vitest';
import { decideProvable, PROVABLE_BYTES } from '../../../core/snapshot/provable.ts';

/** 400 names of 28 characters are 400 × (28 + 72) bytes: the limit. */
const NAMES = Array.from({ length: 400 }, (_, at) => `${`a${String(at)}`.padEnd(20, 'x')}.staging`);

describe('configs one release can hold', () => {
  it('as many as a receipt has room for', () => expect(decideProvable(NAMES)).toStrictEqual({ ok: true, value: null }));

  it('and not a byte more', () =>
    expect(decideProvable([...NAMES.slice(1), `x${NAMES[0]}`])).toStrictEqual({
      ok: false,
      code: 'too_large',
      details: {
        what: 'digests a receipt of this snapshot would hold',
        limitBytes: PROVABLE_BYTES,
        sizeBytes: PROVABLE_BYTES + 1,
      },
    }));

  it('what is counted is what a receipt holds, and in base64url leaves room for the rest of it', () => {
    const configs = JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, 'f'.repeat(64)])));
    expect(NAMES.every((name) => name.length === 28)).toBe(true);
    // Two braces, and no comma after the last one.
    expect(configs.length).toBeLessThanOrEqual(PROVABLE_BYTES + 1);
    expect(Math.ceil((configs.length * 4) / 3)).toBeLessThan(56 * 1024 - 3 * 1024);
  });
});
