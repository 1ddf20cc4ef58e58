import { done, type Outcome } from '../../core/decision.ts';
import { blankSight, inPhase, look } from '../../core/deployment/observe.ts';
import { nodeVerdict } from '../../core/deployment/verdict.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentNode, NodeCounts } from '../../schemas/deployment-node.ts';
import type { PageQuery } from '../../schemas/event-page.ts';
import type { PulseRow } from '../../schemas/pulse.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { lensOf } from '../rollout/observe-cluster.ts';
import { readDeployment } from './get-deployment.ts';

/** How every node of the cluster stands in this deployment, live, by node id; one node's silence hides no other's state. */
export async function listDeploymentNodes(
  world: World,
  { params, query }: RouteInput<{ readonly id: string }, PageQuery>,
  call: Call,
): Promise<Outcome<{ items: DeploymentNode[]; counts: NodeCounts; next?: string }>> {
  const loaded = await readDeployment(world, params.id, call);
  if (!loaded.ok) return loaded;
  const lens = await lensOf(world, loaded.value.state);
  const rows: PulseRow[] = [];
  const sight = await world.pulses.fold(loaded.value.state.cluster, blankSight(), (so, row) => {
    if (query.after === undefined || row.node > query.after) rows.push(row);
    return look(so, row, lens);
  });
  rows.sort((a, b) => (a.node < b.node ? -1 : 1));
  const page = rows.slice(0, query.limit);
  const items = page.map((row): DeploymentNode => {
    const { node, generation, proven, seenAt, drift, unhealthy, samplesDropped } = row;
    return {
      node,
      verdict: inPhase(row, lens) ? nodeVerdict(row, lens) : 'waiting',
      generation,
      provenGeneration: proven?.generation ?? 0,
      ...(proven && { provenAt: instantOf(proven.at) }),
      seenAt: instantOf(seenAt),
      drift: [...drift],
      unhealthy,
      ...(samplesDropped && { samplesDropped }),
    };
  });
  const last = page.at(-1);
  return done({ items, counts: sight.counts, ...(last && rows.length > page.length ? { next: last.node } : {}) });
}

const instantOf = (unixSeconds: number): string => new Date(unixSeconds * 1000).toISOString();
