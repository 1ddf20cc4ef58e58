import type { RouteSpec } from '../../../schemas/api/route.ts';
import type { Request } from '../hostile.ts';
import { THERE, type Victim } from '../victim.ts';

/** Values for the parameters of a path that lead to things that are there, as far as they are. */
export function paramsOf({ path }: Pick<RouteSpec, 'path'>, { node }: Pick<Victim, 'node'>): Record<string, string> {
  const root = path.split('/')[1] ?? '';
  const ids: Readonly<Record<string, string>> = {
    nodes: node.id,
    deployments: THERE.deployment,
    schemas: THERE.schema,
    'enrolment-tokens': `enrol-${'0'.repeat(24)}`,
  };
  return {
    name: root === 'snapshots' ? THERE.snapshot : root === 'clusters' ? THERE.cluster : THERE.config,
    id: ids[root] ?? '',
    version: root === 'trust' ? '1' : THERE.version,
    v1: THERE.version,
    v2: THERE.next,
    digest: THERE.digest,
    tile: '0/000.p/1',
  };
}

/** The target of a route with these values, each encoded as one segment. */
export const targetOf = (path: string, params: Readonly<Record<string, string>>): string =>
  `/api/v1${path.replace(/\{(\w+)(\+?)\}/g, (_, name: string, rest: string) => {
    const value = params[name] ?? '';
    return rest ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  })}`;

/** Who may call it. */
export const callerOf = ({ access }: Pick<RouteSpec, 'access'>): NonNullable<Request['as']> =>
  access === 'node' ? 'node' : access === 'open' || access === 'enrolment' ? 'nobody' : 'Admin';
