import { describe, expect, it } from 'vitest';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { getSnapshot, listSnapshots } from '../../../usecases/snapshot/get-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { code, good, snapshot } from '../../support/content.ts';
import { activate, CLUSTER_NAME, clusters } from './target-cluster.ts';
import { A, B, twoConfigs } from './two-configs.ts';

describe('a snapshot', () => {
  it('shows what it adds, removes and modifies on each cluster, and where it stands there', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.0.0' }, clusters);
    await activate(world, 'first');
    await snapshot(world, 'second', { [B]: '1.0.0' }, clusters);
    const show = async (name: string) =>
      good(await getSnapshot(world, { params: { name }, query: {}, body: undefined }, callAs('Viewer')));
    expect(await show('second')).toMatchObject({
      stage: 'validated',
      risk: {
        stated: 'Low',
        effective: 'High',
        reasons: [
          { rule: 'config_removed', risk: 'High', because: `${A} from ${CLUSTER_NAME}` },
          { rule: 'stated', risk: 'Low' },
        ],
      },
      approvalRequired: true,
      delta: [
        {
          cluster: CLUSTER_NAME,
          added: [{ config: B, version: '1.0.0' }],
          removed: [{ config: A, version: '1.0.0' }],
          modified: [],
          unchanged: 0,
        },
      ],
    });
    expect(await show('first')).toMatchObject({ stage: 'production', delta: [{ status: 'Active', unchanged: 1 }] });
  });

  it('is not there for those who may not read one of its configs', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' });
    good(await setAccess(world, { config: A }, { entries: [{ subject: 'eve', rights: ['read'] }] }, callAs('Admin')));
    const as = (subject: string) => callAs('Viewer', { subject });
    const input = { params: { name: 'spring' }, query: {}, body: undefined };
    expect(code(await getSnapshot(world, input, as('mallory')))).toBe('snapshot_unknown');
    expect(code(await getSnapshot(world, input, as('eve')))).toBe('done');
    const list = async (subject: string) =>
      good(await listSnapshots(world, { params: {}, query: { limit: 10 }, body: undefined }, as(subject))).items.length;
    expect([await list('mallory'), await list('eve')]).toStrictEqual([0, 1]);
  });
});
