import { describe, expect, it } from 'vitest';
import { code, good, version } from '../../support/content.ts';
import { NAME, withConfig } from './one-config.ts';

describe('a repeated command', () => {
  it.each([
    { step: 'blobs.put', stored: false },
    { step: 'blobs.put', stored: true },
    { step: 'streams.append', stored: false },
    { step: 'streams.append', stored: true },
  ] as const)('converges when $step fails (stored: $stored)', async ({ step, stored }) => {
    const { world, failOnce } = await withConfig();
    const options = { key: 'publish-once' };
    if (step === 'blobs.put') failOnce('blobs', 'put', { stored });
    else failOnce('streams', 'append', { stored });
    await expect(version(world, NAME, '1.0.0', { a: 1 }, {}, options)).rejects.toThrow(`${step} failed`);
    const first = good(await version(world, NAME, '1.0.0', { a: 1 }, {}, options));
    expect(good(await version(world, NAME, '1.0.0', { a: 1 }, {}, options))).toStrictEqual(first);
    expect(first.revision).toBe(2);
    expect(code(await version(world, NAME, '1.0.0', { a: 1 }, {}, { key: 'another' }))).toBe('version_exists');
  });
});
