import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../../../schemas/api/index.ts';
import type { RouteSpec } from '../../../../schemas/api/route.ts';
import { decisionOf } from '../authorisation/asking.ts';
import { type Answer, type Estate, openEstate } from '../authorisation/estate.ts';

/* What a caller may write is what a route declares, and no member more: not what the server writes (who, when, which
 * revision), not what would make somebody of the caller, not what would change an object under our feet. */

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
afterAll(() => estate.close());

/** What the sender says of themselves or of others. */
const OF_THE_SENDER = [
  'role',
  'roles',
  'sub',
  'subject',
  'by',
  'actor',
  'tenant',
  'authority',
  'isAdmin',
  'admin',
  'groups',
];
const OF_THE_SERVER = [
  'id',
  'revision',
  'digest',
  'at',
  'createdAt',
  'createdBy',
  'author',
  'status',
  'approvals',
  'traceId',
];
const OF_EVERY_OBJECT = ['constructor', 'prototype', 'toString', 'hasOwnProperty'];

/** Documents of the caller's own, in which every member is content: they have their own rules. */
const FREE_BODIES = ['validateDocument', 'loadRoot'];
const writable = ROUTES.filter(({ body, operationId }) => body && !FREE_BODIES.includes(operationId));
const membersOf = (schema: RouteSpec['response']): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
const declaredBy = ({ body }: RouteSpec): ReadonlySet<string> => {
  const { $ref, $defs = {}, ...root } = z.toJSONSchema(body as z.ZodType, { io: 'input', unrepresentable: 'any' });
  const whole = $ref === undefined ? root : ($defs[$ref.split('/').at(-1) ?? ''] as typeof root);
  return new Set(Object.keys(whole.properties ?? {}));
};

const credentialOf = async ({ access }: RouteSpec): Promise<string | undefined> => {
  if (access === 'open') return undefined;
  if (access === 'node') return `Bearer ${estate.node.token}`;
  return access === 'enrolment' ? estate.enrolmentHeader : estate.bearer('Admin', 'own');
};
/** Sends the honest body of a route with a change, as text, so that a member may have any name. */
async function send(route: RouteSpec, change: (body: object) => object, query = ''): Promise<Answer> {
  const { params, body } = decisionOf(route.operationId);
  const values = (await params?.(estate, true)) ?? {};
  const path = route.path.replace(/\{(\w+)\+?\}/g, (_all, name: string) => values[name] ?? '');
  const said = change((body?.(estate, true) ?? {}) as object);
  return estate.ask({
    method: route.method,
    path: `${path}${query}`,
    authorization: await credentialOf(route),
    body: said,
  });
}
const codeOf = ({ body }: Answer) => (body as { code?: string } | null)?.code;
const pointersOf = ({ body }: Answer) =>
  ((body as { errors?: { pointer: string }[] }).errors ?? []).map(({ pointer }) => pointer);
/** A member under a name that an object literal would not make one of. */
const withMember = (body: object, name: string, value: unknown): object => {
  const copy = { ...body };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
};

it('looks at every body that is read', () => expect(writable.length).toBeGreaterThanOrEqual(33));

describe.each(writable)('$method $path', (route) => {
  const declared = declaredBy(route);
  const extra = [
    ...new Set([...OF_THE_SENDER, ...OF_THE_SERVER, ...OF_EVERY_OBJECT, ...membersOf(route.response)]),
  ].filter((name) => !declared.has(name));

  it('takes its honest body', async () => {
    const { own } = decisionOf(route.operationId);
    const answer = await send(route, (body) => body);
    expect(`${answer.status}${answer.status < 400 ? '' : ` ${codeOf(answer)}`}`).toBe(own);
  });
  it(`takes none of ${extra.length} members more, and says which it was`, async () => {
    expect(extra.length).toBeGreaterThanOrEqual(20);
    await send(route, (body) => body);
    for (const name of extra) {
      const before = estate.events();
      const answer = await send({ ...route }, (body) => withMember(body, name, 'Admin'));
      expect([name, answer.status, codeOf(answer), pointersOf(answer)]).toStrictEqual([
        name,
        400,
        'invalid_request',
        [`/${name}`],
      ]);
      if (!decisionOf(route.operationId).params) expect(estate.events()).toBe(before);
    }
  });
  it('takes no __proto__, with anything in it', async () => {
    for (const value of [{ role: 'Admin' }, 'x', null]) {
      const answer = await send(route, (body) => withMember(body, '__proto__', value));
      expect([answer.status, codeOf(answer)]).toStrictEqual([400, 'unsafe_key']);
    }
    expect(({} as { role?: string }).role).toBeUndefined();
  });
});

/** An object further down: every one in every honest body, but maps, whose names are the caller's. */
const MAPS = /\/(?:content|labels|matchLabels|schema|configs)$/;
function objectsIn(value: unknown, at = ''): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  const inside = Object.entries(value).flatMap(([name, member]) => objectsIn(member, `${at}/${name}`));
  return Array.isArray(value) || at === '' ? inside : [at, ...inside];
}
const changedAt = (body: object, pointer: string, change: (at: object) => object): object => {
  const [, first = '', ...rest] = pointer.split('/');
  const members = body as Record<string, object>;
  const inner = members[first] ?? {};
  const next = rest.length === 0 ? change(inner) : changedAt(inner, `/${rest.join('/')}`, change);
  return Array.isArray(body)
    ? body.map((each, at) => (String(at) === first ? next : each))
    : { ...body, [first]: next };
};

describe('an object inside a body', () => {
  it('is as closed as the body itself, and maps are closed to what every object has', async () => {
    const looked: string[] = [];
    for (const route of writable) {
      const honest = decisionOf(route.operationId).body?.(estate, true) ?? {};
      for (const pointer of objectsIn(honest)) {
        looked.push(`${route.operationId}${pointer}`);
        const more = await send(route, (body) => changedAt(body, pointer, (at) => withMember(at, 'role', 'Admin')));
        const proto = await send(route, (body) =>
          changedAt(body, pointer, (at) => withMember(at, '__proto__', { role: 'Admin' })),
        );
        expect([pointer, proto.status]).toStrictEqual([pointer, 400]);
        if (!MAPS.test(pointer))
          expect([pointer, more.status, codeOf(more)]).toStrictEqual([pointer, 400, 'invalid_request']);
      }
    }
    expect(looked.length).toBeGreaterThanOrEqual(15);
    expect(looked).toContain('checkIn/connectivity');
    expect(looked).toContain('startDeployment/strategy');
    expect(looked).toContain('setConfigAccess/entries/0');
  });
});

describe('a query', () => {
  const asked = ROUTES.filter(({ access }) => 'VDOA'.includes(access));
  it.each(asked)('of $method $path takes no member that is not declared, and none twice', async (route) => {
    for (const query of [
      'role=Admin',
      'sub=ada',
      'access_token=x',
      '__proto__=x',
      '__proto__%5Brole%5D=Admin',
      'limit=1&limit=2',
    ]) {
      const known = query.startsWith('limit') && !Object.hasOwn(route.query?.shape ?? {}, 'limit');
      const answer = await send(route, (body) => body, `?${query}`);
      expect([query, answer.status, codeOf(answer)]).toStrictEqual([query, 400, 'invalid_request']);
      expect(known || pointersOf(answer).length > 0).toBe(true);
    }
  });
});

describe('a header', () => {
  it.each([
    ['x-role', 'Admin'],
    ['x-user', 'ada'],
    ['x-forwarded-user', 'ada'],
    ['x-amzn-oidc-identity', 'ada'],
    ['x-http-method-override', 'DELETE'],
    ['cookie', 'token=x'],
    ['x-original-url', '/api/v1/health'],
  ])('%s makes nobody more than they are', async (name, value) => {
    const authorization = await estate.bearer('Viewer', 'own');
    const ask = (method: string, path: string, given?: string) =>
      estate.ask({
        method,
        path,
        authorization: given,
        headers: { [name]: value },
        ...(method === 'GET' ? {} : { body: {} }),
      });
    expect((await ask('GET', '/configs')).status).toBe(401);
    expect((await ask('POST', '/configs', authorization)).status).toBe(403);
    expect((await ask('GET', '/configs', authorization)).status).toBe(200);
  });
});
