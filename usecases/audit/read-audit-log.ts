import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { LogQuery } from '../../schemas/audit.ts';
import type { Call } from '../call.ts';
import type { LogLeaf, World } from '../ports.ts';
import { eventEyes } from './event-eyes.ts';
import type { ShownEvent } from './shown-event.ts';

interface Answer {
  readonly size: number;
  readonly leaves: readonly (LogLeaf & { readonly index: number; readonly event: ShownEvent | null })[];
}

/** A stretch of the log with what the streams hold for it now; a verifier compares the two. */
export async function readAuditLog(
  world: World,
  { query: { from, limit } }: RouteInput<unknown, LogQuery>,
  call: Call,
): Promise<Outcome<Answer>> {
  const { logged } = eventEyes(world, call);
  const size = await world.log.size();
  const leaves = await world.log.leaves(from, Math.min(size, from + limit));
  const answered: Answer['leaves'][number][] = [];
  for (const [offset, leaf] of leaves.entries()) {
    const [event] = await world.streams.events(leaf.stream, { after: leaf.revision - 1, limit: 1 });
    const there = event?.revision === leaf.revision ? await logged(event) : null;
    answered.push({ index: from + offset, ...leaf, event: there });
  }
  return done({ size, leaves: answered });
}
