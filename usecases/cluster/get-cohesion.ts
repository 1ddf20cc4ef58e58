import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { isStale } from '../../core/drift/rules/stale.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { CohesionResponse } from '../../schemas/cluster.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

type Counts = Record<string, number>;

/** Share of the nodes that are as they should be, with what is wrong on the others: one look over the pulses. */
export async function getCohesion(
  world: Pick<World, 'streams' | 'pulses' | 'authority' | 'clock' | 'settings'>,
  { params }: RouteInput<{ readonly name: string }>,
): Promise<Outcome<CohesionResponse>> {
  const { state } = await loadState(world, CLUSTER, params.name);
  if (!state.exists) return reject('cluster_unknown', { cluster: params.name });
  const now = world.clock.now() / 1000;
  const { staleAfterSeconds } = world.settings;
  const blank = {
    nodes: 0,
    stale: 0,
    withoutDrift: 0,
    unhealthy: 0,
    samplesDropped: 0,
    drift: {} as Counts,
    running: {} as Counts,
    proven: {} as Counts,
  };
  const seen = await world.pulses.fold(params.name, blank, (sum, row) => {
    sum.nodes += 1;
    sum.samplesDropped += row.samplesDropped ?? 0;
    if (isStale(row, now, staleAfterSeconds)) {
      sum.stale += 1;
      return sum;
    }
    if (row.drift.length === 0) sum.withoutDrift += 1;
    if (row.unhealthy) sum.unhealthy += 1;
    for (const rule of row.drift) count(sum.drift, rule);
    count(sum.running, row.generation);
    if (row.proven) count(sum.proven, row.proven.generation);
    return sum;
  });
  const heard = seen.nodes - seen.stale;
  return done({ cluster: params.name, ...seen, ...(heard > 0 ? { cohesion: seen.withoutDrift / heard } : {}) });
}

const count = (counts: Counts, key: string | number): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};
