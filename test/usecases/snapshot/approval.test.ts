import { describe, expect, it } from 'vitest';
import type { World } from '../../../usecases/ports.ts';
import { approveSnapshot } from '../../../usecases/snapshot/approve-snapshot.ts';
import { breakGlass } from '../../../usecases/snapshot/break-glass.ts';
import { rejectSnapshot } from '../../../usecases/snapshot/reject-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { code, good, snapshot } from '../../support/content.ts';
import { START } from '../../support/virtual-clock.ts';
import { activate, clusters, releasable } from './target-cluster.ts';
import { A, B, twoConfigs } from './two-configs.ts';

describe('approval', () => {
  const approve = (world: World, name: string, subject: string, digest?: string) =>
    approveSnapshot(
      world,
      { params: { name }, query: {}, body: { revision: 1, digest } },
      callAs('Operator', { subject }),
    );

  it.each([
    { by: 'ada', why: 'wrote the snapshot', answer: 'approval_by_author' },
    { by: 'bob', why: 'wrote a version that is new to the cluster', answer: 'approval_by_author' },
    { by: 'grace', why: 'wrote nothing', answer: 'done' },
  ])('by $by, who $why: $answer', async ({ by, answer }) => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.1.0' }, { ...clusters, risk: 'Critical' });
    expect(code(await releasable(world, 'spring'))).toBe('approval_required');
    expect(code(await approve(world, 'spring', by))).toBe(answer);
    expect(code(await releasable(world, 'spring'))).toBe(answer === 'done' ? 'done' : 'approval_required');
  });

  it('by the author of a version that runs there already is good', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.1.0' }, clusters);
    await activate(world, 'first');
    await snapshot(world, 'second', { [A]: '1.1.0', [B]: '1.0.0' }, { ...clusters, risk: 'High' });
    expect(code(await approve(world, 'second', 'bob'))).toBe('done');
  });

  it('is for one digest: the next revision needs its own', async () => {
    const { world } = await twoConfigs();
    const { digest } = await snapshot(world, 'spring', { [A]: '1.0.0' }, { ...clusters, risk: 'High' });
    good(await approve(world, 'spring', 'grace', digest));
    const second = await snapshot(
      world,
      'spring',
      { [A]: '1.0.0' },
      { ...clusters, risk: 'High', summary: 'another summary' },
    );
    expect(second.digest).not.toBe(digest);
    expect(code(await releasable(world, 'spring'))).toBe('approval_required');
    expect(code(await releasable(world, 'spring', { revision: 1 }))).toBe('done');
    expect(code(await approve(world, 'spring', 'olga', second.digest))).toBe('approval_stale');
  });

  it('is needed when the risk has risen since the snapshot was written', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'calm', { [A]: '1.0.0' }, clusters);
    expect(code(await releasable(world, 'calm'))).toBe('done');
    await snapshot(world, 'both', { [A]: '1.1.0', [B]: '1.0.0' }, clusters);
    await activate(world, 'both', 'Low');
    // Released now, `calm` would take B away.
    expect(await releasable(world, 'calm')).toMatchObject({ code: 'approval_required', details: { risk: 'High' } });
  });

  it('is not needed to go back to what was Active, even after a rejection and outside its window', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.0.0' }, { ...clusters, effectiveTo: '2026-11-23T00:00:00.000Z' });
    await activate(world, 'first', 'High');
    good(
      await rejectSnapshot(
        world,
        { params: { name: 'first' }, query: {}, body: { revision: 1, note: 'no more' } },
        callAs('Operator'),
      ),
    );
    expect(code(await releasable(world, 'first', { at: '2027-01-01T00:00:00.000Z' }))).toBe('done');
  });

  it('gives way to broken glass, which is on record', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' }, { ...clusters, risk: 'Critical' });
    const body = { revision: 1, justification: 'card payments fail since 09:12' };
    expect(
      good(await breakGlass(world, { params: { name: 'spring' }, query: {}, body }, callAs('Admin'))).breakGlass,
    ).toStrictEqual({
      by: 'ada',
      at: START,
      justification: body.justification,
    });
    expect(good(await releasable(world, 'spring'))).toMatchObject({ approvals: [], justification: body.justification });
  });
});
