import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { LogQuery } from '../../schemas/audit.ts';
import { answerRoom } from '../answer-room.ts';
import type { Call } from '../call.ts';
import type { LogLeaf, World } from '../ports.ts';
import { readAhead } from '../read-ahead.ts';
import { eventEyes } from './event-eyes.ts';
import type { ShownEvent } from './shown-event.ts';

interface Answer {
  readonly size: number;
  readonly leaves: readonly (LogLeaf & { readonly index: number; readonly event: ShownEvent | null })[];
}

/** A stretch of the log with what the streams hold for it now; a verifier compares the two. It may be shorter than was asked for. */
export async function readAuditLog(
  world: World,
  { query: { from, limit } }: RouteInput<unknown, LogQuery>,
  call: Call,
): Promise<Outcome<Answer>> {
  const { logged } = eventEyes(world, call);
  const size = await world.log.size();
  const leaves = await world.log.leaves(from, Math.min(size, from + limit));
  const answered: Answer['leaves'][number][] = [];
  const fits = answerRoom();
  const eventOf = async ({ stream, revision }: LogLeaf): Promise<ShownEvent | null> => {
    const [event] = await world.streams.events(stream, { after: revision - 1, limit: 1 });
    return event?.revision === revision ? logged(event) : null;
  };
  for await (const { item: leaf, value: event } of readAhead(leaves, eventOf)) {
    const answer = { index: from + answered.length, ...leaf, event };
    if (!fits(answer)) break;
    answered.push(answer);
  }
  return done({ size, leaves: answered });
}
