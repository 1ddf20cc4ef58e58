import { describe, expect, it } from 'vitest';
import { code, good, newRevision, snapshot } from '../../support/content.ts';
import { clusters, releasable } from './target-cluster.ts';
import { A, twoConfigs } from './two-configs.ts';

describe('releasing', () => {
  it.each([
    { at: '2026-11-22T09:59:59.999Z', answer: 'outside_window' },
    { at: '2026-11-22T10:00:00.000Z', answer: 'done' },
    { at: '2026-11-22T10:59:59.999Z', answer: 'done' },
    { at: '2026-11-22T11:00:00.000Z', answer: 'outside_window' },
  ])('at $at of a window from ten to eleven: $answer', async ({ at, answer }) => {
    const { world } = await twoConfigs();
    const window = { effectiveFrom: '2026-11-22T10:00:00.000Z', effectiveTo: '2026-11-22T11:00:00.000Z' };
    await snapshot(world, 'spring', { [A]: '1.0.0' }, { ...clusters, ...window });
    expect(code(await releasable(world, 'spring', { at }))).toBe(answer);
  });

  it('needs a target cluster, a revision that is there, and a validated one', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' }, clusters);
    expect(code(await releasable(world, 'spring', { cluster: 'us.staging' }))).toBe('cluster_not_targeted');
    expect(code(await releasable(world, 'spring', { revision: 2 }))).toBe('snapshot_unknown');
    expect(code(await releasable(world, 'autumn'))).toBe('snapshot_unknown');
    good(await newRevision(world, 'winter', { [A]: '1.0.0' }, clusters));
    expect(code(await releasable(world, 'winter'))).toBe('snapshot_not_validated');
  });
});
