import { describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { snapshotStatuses } from '../../../core/cluster/snapshot-status.ts';
import { clusterAfter, completed, drafted, locked } from './successive-releases.ts';

describe('snapshots of a cluster', () => {
  it('are Staged, then Active, then Rollback; one is Active at a time', () => {
    const first = clusterAfter(locked, drafted(1));
    expect(snapshotStatuses(first).map(({ status }) => status)).toStrictEqual(['Staged']);
    const active = clusterAfter(locked, drafted(1), completed);
    expect(snapshotStatuses(active).map(({ snapshot, status }) => [snapshot.name, status])).toStrictEqual([
      ['rates-1', 'Active'],
    ]);
    const next = [locked, drafted(2), completed] as const;
    expect(
      snapshotStatuses(next.reduce(CLUSTER.evolve, active)).map(({ snapshot, status }) => [snapshot.name, status]),
    ).toStrictEqual([
      ['rates-2', 'Active'],
      ['rates-1', 'Rollback'],
    ]);
  });
});
