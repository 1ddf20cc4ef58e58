import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { controlRoutes } from '../../functions/control/routes.ts';
import { ROUTES } from '../../schemas/api/index.ts';
import { NODE_MESSAGES } from '../../schemas/api/node.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';

/** The API as it was promised: who may call what. More routes may be there; none of these may move. */
const PROMISED = `
D POST /configs
V GET /configs
V GET /configs/{name}
D POST /configs/{name}/versions
D POST /configs/{name}/uploads
D PUT /configs/{name}/versions/{version}/tags
V GET /configs/{name}/versions
V GET /configs/{name}/versions/{version}
V GET /configs/{name}/versions/{version}/content
V GET /configs/{name}/versions/{v1}/diff/{v2}
O POST /configs/{name}/versions/{version}/review
O POST /configs/{name}/versions/{version}/revoke
D POST /schemas
V GET /schemas
V GET /schemas/{id}
V POST /schemas/{id}/validate
D POST /snapshots
D POST /snapshots/{name}/validate
O POST /snapshots/{name}/approve
O POST /snapshots/{name}/reject
V GET /snapshots
V GET /snapshots/{name}
A POST /snapshots/{name}/break-glass
A PUT /configs/{name}/access
A PUT /clusters/{name}/access
O POST /deployments
O POST /deployments/plan
O POST /deployments/{id}/pause
O POST /deployments/{id}/resume
O POST /deployments/{id}/advance
O POST /deployments/{id}/widen
O POST /deployments/{id}/stop
O POST /deployments/{id}/rollback
V GET /deployments
V GET /deployments/{id}
V GET /deployments/{id}/nodes
V GET /deployments/{id}/report
V GET /deployments/{id}/events
V GET /clusters
V GET /clusters/{name}
V GET /clusters/{name}/release
V GET /clusters/{name}/directive
V GET /clusters/{name}/cohesion
V GET /clusters/{name}/history
O POST /clusters/{name}/rollback
O POST /clusters/{name}/pins/{digest}/lift
O POST /clusters/{name}/recover
O POST /enrolment-tokens
O GET /enrolment-tokens
O DELETE /enrolment-tokens/{id}
enrolment POST /nodes
open POST /nodes/{id}/token
node POST /nodes/{id}/check-in
node POST /nodes/{id}/receipts
V GET /nodes
V GET /nodes/{id}
V GET /nodes/{id}/timeline
O POST /nodes/{id}/force-sync
O POST /nodes/{id}/unquarantine
O POST /nodes/{id}/replace
O POST /nodes/{id}/replace/confirm
O PATCH /nodes/{id}/labels
O DELETE /nodes/{id}
V GET /drift
V GET /audit/events
V GET /audit/checkpoint
V GET /audit/tile/{tile+}
open GET /trust/root
open GET /trust/root/{version}
open GET /trust/keys
A POST /trust/root
open GET /health
open GET /openapi.json`
  .trim()
  .split('\n');

const parametersOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => name);
const pathsOf = ({ path, aliases = [] }: RouteSpec): readonly string[] => [path, ...aliases];
/** Names of parameters do not matter to who may call. */
const anonymous = (line: string): string => line.replace(/\{\w+(\+?)\}/g, '{$1}');

describe('the route table', () => {
  it.each(PROMISED)('%s', (line) =>
    expect(
      ROUTES.flatMap((route) => pathsOf(route).map((path) => anonymous(`${route.access} ${route.method} ${path}`))),
    ).toContain(anonymous(line)),
  );

  it('has the instances beside the nodes: the same operations with the same credentials, and heartbeat for check-in', () => {
    const tails = (root: string) =>
      ROUTES.flatMap((route) =>
        pathsOf(route)
          .filter((path) => path === root || path.startsWith(`${root}/`))
          .map((path) => `${route.operationId} ${route.access} ${path.slice(root.length)}`),
      ).toSorted();
    expect(tails('/instances').length).toBeGreaterThanOrEqual(14);
    expect(tails('/instances')).toStrictEqual(tails('/nodes'));
    expect(tails('/instances')).toContain('checkIn node /{id}/heartbeat');
  });

  it('binds every operation, to people or to nodes, and no operation twice', () => {
    const ofPeople = controlRoutes({ developmentTokens: false }).map(({ operationId }) => operationId);
    const ofNodes = NODE_MESSAGES.map(({ operationId }) => operationId);
    expect([...ofPeople, ...ofNodes].toSorted()).toStrictEqual(ROUTES.map(({ operationId }) => operationId).toSorted());
    expect(new Set(ROUTES.map(({ operationId }) => operationId)).size).toBe(ROUTES.length);
  });
});

describe.each(ROUTES)('$operationId', (route) => {
  it('declares each parameter of its path, and asks access lists about one of them', () => {
    const declared = Object.keys(route.params?.shape ?? {}).toSorted();
    for (const path of pathsOf(route)) expect(parametersOf(path).toSorted()).toStrictEqual(declared);
    if (route.resource) expect(declared).toContain(Object.values(route.resource)[0]);
  });

  it('asks the access list of the config or cluster its path names', () => {
    const [, kind] = /^\/(config|cluster)s\/\{name\}(?!\/access)/.exec(route.path) ?? [];
    expect(Object.keys(route.resource ?? {})).toStrictEqual(kind === undefined ? [] : [kind]);
  });

  it('refuses unknown keys wherever it reads', () => {
    for (const schema of [route.params, route.query, route.body].filter((each) => each !== undefined)) {
      const {
        $ref: _ref,
        $defs,
        ...root
      } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
      const whole =
        _ref === undefined ? root : (($defs ?? {}) as Record<string, object>)[String(_ref).split('/').at(-1) ?? ''];
      if (route.operationId !== 'loadRoot') expect(openObjects(whole)).toStrictEqual([]);
    }
  });

  it('continues a list by the cursor its answer gives', () => {
    const answersNext = route.response instanceof z.ZodObject && Object.hasOwn(route.response.shape, 'next');
    const takesCursor = Object.keys(route.query?.shape ?? {}).some((name) => name === 'cursor' || name === 'after');
    expect(takesCursor).toBe(answersNext);
  });
});

/** Objects with declared members at the top of a schema (through unions) that let others pass. */
function openObjects(schema: unknown): unknown[] {
  const { anyOf, oneOf, type, properties, additionalProperties } = schema as Record<string, unknown>;
  const branches = [anyOf, oneOf].flat().filter((branch) => branch !== undefined);
  if (branches.length > 0) return branches.flatMap(openObjects);
  return type === 'object' && properties !== undefined && additionalProperties !== false ? [schema] : [];
}
