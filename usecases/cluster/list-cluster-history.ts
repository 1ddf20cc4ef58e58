import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { EventPage, PageQuery } from '../../schemas/event-page.ts';
import { eventPage } from '../event-page.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

/** Signing and renewing go on all the time and decide nothing. */
const ROUTINE: ReadonlySet<string> = new Set(['DirectiveDrafted', 'DirectiveSigned', 'ReleaseSigned']);

/** What was decided about a cluster, oldest first: releases, candidates, rollbacks, pins, recoveries. */
export async function listClusterHistory(
  world: Pick<World, 'streams' | 'authority'>,
  { params, query }: RouteInput<{ readonly name: string }, PageQuery>,
): Promise<Outcome<EventPage>> {
  const { id, state } = await loadState(world, CLUSTER, params.name);
  if (!state.exists) return reject('cluster_unknown', { cluster: params.name });
  return done(await eventPage(world, id, query, (type) => !ROUTINE.has(type)));
}
