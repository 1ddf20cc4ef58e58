import { join } from 'node:path';
import { expect } from 'vitest';
import { openDatabase } from '../../../adapters/embedded/database/open-database.ts';
import { embeddedStreams } from '../../../adapters/embedded/streams/streams.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import type { DeploymentState } from '../../../core/deployment/state.ts';
import type { ClusterResponse } from '../../../schemas/cluster.ts';
import { until } from '../../support/until.ts';
import { logIsWhole } from '../support/whole-log.ts';
import { CLUSTER, type Stage } from './stage.ts';

/** What must be so of a cluster whose deployments have all ended, however often its control plane died. */
export async function endsRight(stage: Stage): Promise<void> {
  const { plane, fleet, otto } = stage;
  const cluster = await otto<ClusterResponse>('GET', `/clusters/${CLUSTER}`);
  expect(cluster.snapshots.filter(({ status }) => status === 'Active')).toHaveLength(1);
  expect(cluster).not.toHaveProperty('deployment');
  const cohesion = await until(
    () => otto<{ cohesion?: number; proven: object }>('GET', `/clusters/${CLUSTER}/cohesion`),
    ({ cohesion: share }) => share === 1,
  );
  expect(cohesion.proven).toStrictEqual({ [cluster.generation]: fleet.nodes.length });
  await logIsWhole(plane);
  await fleet.halt();
  await plane.stop();
  await storesAreRight(plane.dataDir);
}

/** The folder of a control plane that has been stopped. */
async function storesAreRight(dataDir: string): Promise<void> {
  const database = openDatabase(join(dataDir, 'plumbline.sqlite'));
  try {
    const streams = embeddedStreams(database, systemClock);
    const { heads } = await streams.list('deployment', { limit: 10_000 });
    const deployments = heads.map(({ state }) => state as unknown as DeploymentState);
    expect(deployments.map(({ status }) => status).filter((status) => !ENDED.has(status))).toStrictEqual([]);
    const head = await streams.load(`local/cluster/${CLUSTER}`);
    const cluster = head?.state as unknown as ClusterState;
    expect(cluster).toMatchObject({ lock: null, draft: null, candidate: null, signingStopped: null });
    expect(cluster.stable?.generation).toBe(cluster.generation);
    const events = await streams.events(`local/cluster/${CLUSTER}`, { after: 0, limit: 1_000_000 });
    const drafted = events
      .filter(({ type }) => type === 'ReleaseDrafted')
      .map(({ payload }) => payload?.['release'] as unknown as ReleaseRef);
    // Each deployment has one release, and each generation one content.
    expect(drafted.map(({ generation }) => generation)).toStrictEqual(drafted.map((_, index) => index + 1));
    expect(new Set(drafted.map(({ deploymentId }) => deploymentId)).size).toBe(drafted.length);
    expect(drafted.length).toBe(deployments.length);
    const signed = events.filter(({ type }) => type === 'ReleaseSigned').map(({ payload }) => payload?.['digest']);
    expect(signed).toStrictEqual(drafted.map(({ digest }) => digest));
    expect(
      database.sql.prepare(`SELECT count(*) AS n FROM executions WHERE status <> 'succeeded'`).get(),
    ).toStrictEqual({ __proto__: null, n: 0 });
    expect(database.sql.prepare('SELECT count(*) AS n FROM feed_parked').get()).toStrictEqual({
      __proto__: null,
      n: 0,
    });
  } finally {
    database.close();
  }
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'rolled_back', 'stopped', 'halted']);
