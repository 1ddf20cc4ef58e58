import { allows } from '../../core/access/allows.ts';
import { ACCESS, type AccessState } from '../../core/access/evolve.ts';
import type { AccessRight } from '../../schemas/access.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';

/** A thing that can have an access list. */
export type Resource = { readonly config: string } | { readonly cluster: string };

type Reader = Pick<World, 'streams' | 'authority'>;

/** Stream key of the list of a thing. */
export const accessKey = (resource: Resource): string =>
  'config' in resource ? `config:${resource.config}` : `cluster:${resource.cluster}`;

const listOf = async ({ streams, authority }: Reader, resource: Resource): Promise<AccessState> => {
  const head = await streams.load(streamId(authority, ACCESS.kind, accessKey(resource)));
  return head ? (head.state as unknown as AccessState) : ACCESS.initial;
};

/** Whether the principal may know that this thing exists. Who may not is told it does not. */
export const mayRead = (world: Reader, principal: Principal, resource: Resource): Promise<boolean> =>
  mayAct(world, principal, resource, 'read');

/** Whether the access list of the thing leaves the right to the principal; the role is checked by the route. */
export const mayAct = async (
  world: Reader,
  principal: Principal,
  resource: Resource,
  right: AccessRight,
): Promise<boolean> => allows(principal, right, await listOf(world, resource));

/**
 * Those items all of whose things the principal may read, in their order. Asks once per thing.
 * @param resourcesOf the things an item tells about; none = everybody may read it
 */
export async function filterReadable<T>(
  world: Reader,
  principal: Principal,
  items: readonly T[],
  resourcesOf: (item: T) => readonly Resource[],
): Promise<T[]> {
  const asked = new Map<string, Promise<boolean>>();
  const readable = (resource: Resource): Promise<boolean> => {
    const key = accessKey(resource);
    const answer = asked.get(key) ?? mayRead(world, principal, resource);
    asked.set(key, answer);
    return answer;
  };
  const kept: T[] = [];
  for (const item of items) {
    const answers = await Promise.all(resourcesOf(item).map(readable));
    if (answers.every(Boolean)) kept.push(item);
  }
  return kept;
}
