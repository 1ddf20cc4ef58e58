import { done, type Outcome } from '../../core/decision.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import type { NodeDetails, TimelineQuery } from '../../schemas/node.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';
import { authoriseNode } from './authorise-node.ts';
import { nodeDetails } from './shown-node.ts';

type OfNode = { readonly id: string };

/** One node, also one that was removed. @returns `node_unknown` */
export async function getNode(
  world: World,
  { params: { id } }: RouteInput<OfNode>,
  call: Call,
): Promise<Outcome<NodeDetails>> {
  const loaded = await loadState(world, NODE, id);
  const allowed = await authoriseNode(world, { principal: call.principal }, loaded, 'read');
  if (!allowed.ok) return allowed;
  return done(nodeDetails(id, loaded.revision, loaded.state, await world.pulses.get(loaded.state.cluster, id)));
}

type Timeline = { readonly events: readonly StoredEvent[]; readonly next?: string };

/** Everything that happened to a node, oldest first. @returns `node_unknown` */
export async function getNodeTimeline(
  world: World,
  { params: { id }, query: { cursor, limit } }: RouteInput<OfNode, TimelineQuery>,
  call: Call,
): Promise<Outcome<Timeline>> {
  const loaded = await loadState(world, NODE, id);
  const allowed = await authoriseNode(world, { principal: call.principal }, loaded, 'read');
  if (!allowed.ok) return allowed;
  const stream = streamId(world.authority, NODE.kind, id);
  const events = await world.streams.events(stream, { after: Number(cursor ?? 0), limit });
  const last = events.at(-1)?.revision ?? 0;
  return done(events.length === limit && last < loaded.revision ? { events, next: String(last) } : { events });
}
