import { done, type Outcome, reject } from '../../core/decision.ts';
import type { AccessRight } from '../../schemas/access.ts';
import type { Access, RouteSpec } from '../../schemas/api/route.ts';
import type { Principal, Role } from '../../schemas/principal.ts';
import { mayAct, mayRead, type Resource } from '../../usecases/access/may-read.ts';
import type { World } from '../../usecases/ports.ts';
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
 * Asks the access list of the thing a route's path names. What may not be read does not exist.
 * @returns `config_unknown` or `cluster_unknown`, exactly as for a thing that is not there; `forbidden`
 */
export async function authoriseResource(
  world: Pick<World, 'streams' | 'authority'>,
  { access, resource }: Pick<RouteSpec, 'access' | 'resource'>,
  params: Readonly<Record<string, string>>,
  principal: Principal,
): Promise<Outcome<null>> {
  if (!resource || access === 'open' || access === 'node' || access === 'enrolment') return done(null);
  const [kind, parameter] =
    'config' in resource ? (['config', resource.config] as const) : (['cluster', resource.cluster] as const);
  const name = params[parameter] ?? '';
  const thing = { [kind]: name } as Resource;
  if (!(await mayRead(world, principal, thing))) return reject(`${kind}_unknown`, { [kind]: name });
  if (!(await mayAct(world, principal, thing, RIGHTS[access]))) return reject('forbidden', { [kind]: name });
  return done(null);
}
