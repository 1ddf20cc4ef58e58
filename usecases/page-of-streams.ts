import { done, type Outcome } from '../core/decision.ts';
import type { PageQuery } from '../schemas/config.ts';
import type { Principal } from '../schemas/principal.ts';
import { filterReadable, type Resource } from './access/may-read.ts';
import type { Head, World } from './ports.ts';

/**
 * One page of the streams of a kind, without those the caller may not read; a page can hold fewer than `limit`, even
 * none, while `next` is there.
 * @param resourcesOf what a stream tells about; none = everybody may read it
 */
export async function pageOf<S, T>(
  world: Pick<World, 'streams' | 'authority'>,
  kind: string,
  { cursor, limit }: PageQuery,
  {
    principal,
    prefix,
    resourcesOf,
    show,
  }: {
    readonly principal: Principal;
    readonly prefix?: string;
    readonly resourcesOf: (state: S) => readonly Resource[];
    readonly show: (state: S, revision: number, head: Head) => Promise<T> | T;
  },
): Promise<Outcome<{ items: T[]; next?: string }>> {
  const { heads, next } = await world.streams.list(kind, {
    limit,
    ...(cursor === undefined ? {} : { after: cursor }),
    ...(prefix === undefined ? {} : { prefix }),
  });
  const readable = await filterReadable(world, principal, heads, (head) => resourcesOf(head.state as unknown as S));
  const items = await Promise.all(readable.map((head) => show(head.state as unknown as S, head.revision, head)));
  return done(next === undefined ? { items } : { items, next });
}
