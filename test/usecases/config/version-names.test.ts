import { describe, expect, it } from 'vitest';
import { code, good, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';
import { NAME, withConfig } from './one-config.ts';

describe('version names', () => {
  it('are immutable, and greater than all on their line unless somebody says why', async () => {
    const { world } = await withConfig();
    good(await version(world, NAME, '1.2.3', 1));
    expect(code(await version(world, NAME, '1.2.3', 1))).toBe('version_exists');
    expect(await version(world, NAME, '1.2.2', 1)).toMatchObject({
      code: 'version_not_greater',
      details: { line: '1.2', highest: '1.2.3' },
    });
    expect(code(await version(world, NAME, '1.1.9', 1))).toBe('done');
    expect(
      code(await version(world, NAME, '1.2.2', 1, { allowLower: true, justification: 'those on 1.2.1 need a fix' })),
    ).toBe('done');
  });

  it('are taken once by two at the same time', async () => {
    const { world } = await withConfig();
    const outcomes = await Promise.all([1, 2, 3, 4].map((content) => version(world, NAME, '1.0.0', content)));
    expect(outcomes.map(code).sort()).toStrictEqual(['done', 'version_exists', 'version_exists', 'version_exists']);
  });

  it('belong to a config', async () => {
    const { world } = memoryWorld();
    expect(code(await version(world, NAME, '1.0.0', 1))).toBe('config_unknown');
  });
});
