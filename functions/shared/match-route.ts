import type { RouteSpec } from '../../schemas/api/route.ts';

export const API_BASE = '/api/v1';
/** Also answered without the base: what probes and generators look for at the root. */
const AT_ROOT: readonly string[] = ['/health', '/openapi.json'];

type Params = Readonly<Record<string, string>>;
export type RouteMatch<R> =
  | { readonly found: true; readonly route: R; readonly params: Params }
  | { readonly found: false; readonly allow: readonly string[] };

interface Leaf<R> {
  readonly route: R;
  readonly names: readonly string[];
}
interface Branch<R> {
  readonly literals: Map<string, Branch<R>>;
  parameter?: Branch<R>;
  /** `{name+}`: all that is left, slashes included. */
  rest?: Branch<R>;
  readonly leaves: Map<string, Leaf<R>>;
}

const branch = <R>(): Branch<R> => ({ literals: new Map(), leaves: new Map() });

/**
 * Compiles a route table into a matcher of method and path. A literal segment wins over a parameter, whatever the
 * method (`GET /deployments/plan` is no deployment); a parameter never spans a slash and is percent-decoded once. HEAD is found where GET is (RFC 9110 §9.3.2). `allow` is empty when no
 * route has the path.
 * @throws when two routes claim the same method and path
 */
export function compileRoutes<R extends Pick<RouteSpec, 'method' | 'path' | 'aliases'>>(
  routes: readonly R[],
): (method: string, rawPath: string) => RouteMatch<R> {
  const root = branch<R>();
  for (const route of routes) for (const path of [route.path, ...(route.aliases ?? [])]) insert(root, path, route);
  return (method, rawPath) => {
    const segments = segmentsOf(rawPath);
    const values: string[] = [];
    const leaves = segments && find(root, segments, 0, values);
    const leaf = leaves?.get(method === 'HEAD' ? 'GET' : method);
    if (!leaf) return { found: false, allow: allowed(leaves) };
    const params: Record<string, string> = {};
    leaf.names.forEach((name, index) => {
      params[name] = values[index] ?? '';
    });
    return { found: true, route: leaf.route, params };
  };
}

function insert<R extends Pick<RouteSpec, 'method'>>(root: Branch<R>, path: string, route: R): void {
  const names: string[] = [];
  let at = root;
  for (const segment of path.slice(1).split('/')) {
    const [, name, plus] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      const next = at.literals.get(segment) ?? branch<R>();
      at.literals.set(segment, next);
      at = next;
      continue;
    }
    names.push(name);
    const kind = plus ? 'rest' : 'parameter';
    const next: Branch<R> = at[kind] ?? branch<R>();
    at[kind] = next;
    at = next;
  }
  if (at.leaves.has(route.method)) throw new Error(`two routes for ${route.method} ${path}`);
  at.leaves.set(route.method, { route, names });
}

const BASE = `${API_BASE}/`;

function segmentsOf(rawPath: string): readonly string[] | undefined {
  const based = rawPath.startsWith(BASE)
    ? rawPath.slice(BASE.length)
    : AT_ROOT.find((path) => path === rawPath)?.slice(1);
  if (based === undefined) return undefined;
  try {
    const segments = based.split('/');
    return based.includes('%') ? segments.map(decodeURIComponent) : segments;
  } catch {
    return undefined;
  }
}

/** Where a path leads, if anywhere: what is named literally is no parameter, whatever the methods there. */
function find<R>(
  at: Branch<R>,
  segments: readonly string[],
  index: number,
  values: string[],
): Branch<R>['leaves'] | undefined {
  const segment = segments[index];
  if (segment === undefined) return at.leaves.size > 0 ? at.leaves : undefined;
  const literal = at.literals.get(segment);
  const named = literal && find(literal, segments, index + 1, values);
  if (named || segment === '') return named;
  if (at.parameter) {
    values.push(segment);
    const passed = find(at.parameter, segments, index + 1, values);
    if (passed) return passed;
    values.pop();
  }
  if (at.rest) values.push(segments.slice(index).join('/'));
  return at.rest?.leaves;
}

const allowed = (leaves: Branch<unknown>['leaves'] = new Map()): string[] =>
  [...leaves.keys(), ...(leaves.has('GET') ? ['HEAD'] : [])].sort();
