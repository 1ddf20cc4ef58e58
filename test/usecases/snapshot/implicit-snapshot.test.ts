import { describe, expect, it } from 'vitest';
import { CreateSnapshotRequest } from '../../../schemas/snapshot.ts';
import { ClusterName, SnapshotName } from '../../../schemas/words.ts';
import { approveSnapshot } from '../../../usecases/snapshot/approve-snapshot.ts';
import { implicitName, implicitSnapshot } from '../../../usecases/snapshot/implicit-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { code, good, snapshot } from '../../support/content.ts';
import { activate, CLUSTER_NAME, clusters, releasable } from './target-cluster.ts';
import { A, B, twoConfigs } from './two-configs.ts';

describe('a version instead of a snapshot', () => {
  it('replaces one entry of what runs there, and asks for the same revision again', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.0.0', [B]: '1.0.0' }, clusters);
    await activate(world, 'first');
    const { ref: active } = good(await releasable(world, 'first'));
    const ask = () =>
      implicitSnapshot(world, { cluster: CLUSTER_NAME, config: A, version: '1.1.0' }, callAs('Operator'));
    const made = good(await ask());
    expect(made).toStrictEqual({ name: `implicit.${CLUSTER_NAME}`, revision: 1, basedOn: active.digest });
    expect(good(await releasable(world, made.name)).document).toMatchObject({
      configs: { [A]: { version: '1.1.0' }, [B]: { version: '1.0.0' } },
      clusters: [CLUSTER_NAME],
    });
    expect(good(await ask())).toStrictEqual(made);
  });

  it('is there to be approved when it must be', async () => {
    const { world } = await twoConfigs({ riskFloor: 'High' });
    const { name, revision } = good(
      await implicitSnapshot(
        world,
        { cluster: CLUSTER_NAME, config: A, version: '1.1.0' },
        callAs('Operator', { subject: 'olga' }),
      ),
    );
    expect(code(await releasable(world, name))).toBe('approval_required');
    good(
      await approveSnapshot(
        world,
        { params: { name }, query: {}, body: { revision } },
        callAs('Operator', { subject: 'grace' }),
      ),
    );
    expect(code(await releasable(world, name))).toBe('done');
  });

  it.each([
    CLUSTER_NAME,
    'a'.repeat(55),
    'a'.repeat(56),
    `${'a'.repeat(37)}.${'b'.repeat(58)}`,
    'a-'.repeat(47).concat('a'),
  ])('has a name that fits: %s', (cluster) => {
    expect(ClusterName.safeParse(cluster).success).toBe(true);
    expect(SnapshotName.safeParse(implicitName(cluster)).success).toBe(true);
  });

  it('has a name nobody else can take', () => {
    const named = (name: string) =>
      CreateSnapshotRequest.safeParse({ name, summary: 'x', configs: { [A]: '1.0.0' } }).success;
    expect([named('implicit.eu'), named('implicitly')]).toStrictEqual([false, true]);
  });
});
