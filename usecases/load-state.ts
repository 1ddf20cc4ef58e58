import type { DomainEvent, StreamKind } from '../core/stream.ts';
import type { World } from './ports.ts';
import { type Loaded, streamId } from './transact.ts';

/** The consistent state of one stream for a read; its initial state at revision 0 when there is none. */
export async function loadState<S, E extends DomainEvent>(
  world: Pick<World, 'streams' | 'authority'>,
  kind: StreamKind<S, E>,
  key: string,
): Promise<Loaded<S>> {
  const id = streamId(world.authority, kind.kind, key);
  const head = await world.streams.load(id);
  return { id, revision: head?.revision ?? 0, state: head ? (head.state as unknown as S) : kind.initial };
}
