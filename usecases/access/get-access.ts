import { ACCESS, type AccessState } from '../../core/access/evolve.ts';
import { done, type Outcome } from '../../core/decision.ts';
import type { AccessList } from '../../schemas/access.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';
import { accessKey, type Resource } from './may-read.ts';

/** The access list of a config or cluster with the revision to name in If-Match; revision 0 when none was ever set. */
export async function getAccess(world: World, resource: Resource): Promise<Outcome<AccessList>> {
  const head = await world.streams.load(streamId(world.authority, ACCESS.kind, accessKey(resource)));
  const { entries } = head ? (head.state as unknown as AccessState) : ACCESS.initial;
  return done({ entries: entries && [...entries], revision: head?.revision ?? 0 });
}
