import { done, type Outcome } from '../../core/decision.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DriftFinding, DriftQuery } from '../../schemas/drift.ts';
import type { NodeQuery, NodeSummary } from '../../schemas/node.ts';
import { filterReadable, mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { ViewRow, World } from '../ports.ts';
import { shownNode } from './shown-node.ts';

type Nodes = { readonly nodes: readonly NodeSummary[]; readonly next?: string };
type Drift = {
  readonly nodes: readonly {
    readonly node: string;
    readonly cluster: string;
    readonly findings: readonly DriftFinding[];
  }[];
  readonly next?: string;
};
type Page = { readonly cluster?: string | undefined; readonly cursor?: string | undefined; readonly limit: number };

/** Nodes in order of id. A page may hold fewer than `limit`, because what may not be read is left out, while `next` is there. */
export async function listNodes(
  world: World,
  { query }: RouteInput<unknown, NodeQuery>,
  call: Call,
): Promise<Outcome<Nodes>> {
  const { rows, next } = await readable(world, 'nodes', query, call);
  const nodes = await Promise.all(
    rows.map(async ({ sort, doc }) => {
      const state = doc as unknown as NodeState;
      return shownNode(sort, state, await world.pulses.get(state.cluster, sort));
    }),
  );
  return done(next === undefined ? { nodes } : { nodes, next });
}

/** Nodes that are not what they should be, with the findings that were asked for; pages as in `listNodes`. */
export async function listDrift(
  world: World,
  { query }: RouteInput<unknown, DriftQuery>,
  call: Call,
): Promise<Outcome<Drift>> {
  const { rows, next } = await readable(world, 'drift', query, call);
  const asked = ({ kind, severity, config }: DriftFinding): boolean =>
    (query.kind === undefined || kind === query.kind) &&
    (query.severity === undefined || severity === query.severity) &&
    (query.config === undefined || config === query.config);
  const nodes = rows.flatMap(({ sort, doc }) => {
    const findings = (doc['findings'] as unknown as readonly DriftFinding[]).filter(asked);
    return findings.length > 0 ? [{ node: sort, cluster: String(doc['cluster']), findings }] : [];
  });
  return done(next === undefined ? { nodes } : { nodes, next });
}

async function readable(
  world: World,
  view: 'nodes' | 'drift',
  { cluster, cursor, limit }: Page,
  { principal }: Call,
): Promise<{ readonly rows: readonly ViewRow[]; readonly next?: string | undefined }> {
  // A cluster that may not be read has no pages either: a place to go on from would tell that it has nodes.
  if (cluster !== undefined && !(await mayRead(world, principal, { cluster }))) return { rows: [] };
  const partition = cluster === undefined ? 'all' : `cluster/${cluster}`;
  const { rows, next } = await world.views.query(view, partition, { limit, ...(cursor ? { after: cursor } : {}) });
  return {
    rows: await filterReadable(world, principal, rows, ({ doc }) => [{ cluster: String(doc['cluster']) }]),
    next,
  };
}
