import { CLUSTER } from '../../core/cluster/evolve.ts';
import { CONFIG } from '../../core/config/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { AccessRight } from '../../schemas/access.ts';
import type { Access, RouteSpec } from '../../schemas/api/route.ts';
import type { Principal, Role } from '../../schemas/principal.ts';
import { mayAct, mayRead, type Resource } from '../../usecases/access/may-read.ts';
import type { World } from '../../usecases/ports.ts';
import { streamId } from '../../usecases/transact.ts';
import type { Person } from './auth.ts';

const ROLES: Readonly<Record<Exclude<Access, 'open' | 'node' | 'enrolment'>, readonly Role[]>> = {
  V: ['Admin', 'Operator', 'Developer', 'Viewer'],
  D: ['Admin', 'Developer'],
  O: ['Admin', 'Operator'],
  A: ['Admin'],
};
/** What a non-Admin's entry must allow on a thing with an access list, beside the role. */
const RIGHTS: Readonly<Record<keyof typeof ROLES, AccessRight>> = { V: 'read', D: 'write', O: 'operate', A: 'operate' };

/**
 * Whether the role may call the route at all. A role that maps to nothing may call none.
 * @returns `forbidden`; `unauthenticated` on a route that takes no people's token
 */
export function authoriseRole({ access }: Pick<RouteSpec, 'access'>, person: Person): Outcome<Principal> {
  if (access === 'open' || access === 'node' || access === 'enrolment')
    return reject('unauthenticated', { reason: 'invalid' });
  if (person.role === undefined || !ROLES[access].includes(person.role)) return reject('forbidden');
  return done({ subject: person.subject, role: person.role });
}

/**
 * Asks whether the thing a route's path names is there, and then its access list: what may not be read does not exist,
 * so both answers are made here and are the same.
 * @returns `config_unknown`, `cluster_unknown` or `forbidden`
 */
export async function authoriseResource(
  world: Pick<World, 'streams' | 'authority'>,
  { access, resource }: Pick<RouteSpec, 'access' | 'resource'>,
  params: Readonly<Record<string, string>>,
  principal: Principal,
): Promise<Outcome<null>> {
  if (!resource || access === 'open' || access === 'node' || access === 'enrolment') return done(null);
  const kind = 'config' in resource ? CONFIG.kind : CLUSTER.kind;
  const name = params['config' in resource ? resource.config : resource.cluster] ?? '';
  const thing: Resource = 'config' in resource ? { config: name } : { cluster: name };
  const there = await world.streams.load(streamId(world.authority, kind, name));
  if (!there || !(await mayRead(world, principal, thing)))
    return reject('config' in resource ? 'config_unknown' : 'cluster_unknown', { ...thing });
  if (!(await mayAct(world, principal, thing, RIGHTS[access]))) return reject('forbidden', { ...thing });
  return done(null);
}
