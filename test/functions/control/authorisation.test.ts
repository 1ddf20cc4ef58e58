import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { done } from '../../../core/decision.ts';
import type { BoundRoute } from '../../../functions/control/routes.ts';
import { ROUTES } from '../../../schemas/api/index.ts';
import type { Access, RouteSpec } from '../../../schemas/api/route.ts';
import { Role } from '../../../schemas/principal.ts';
import { memoryApi } from './api.ts';
import { testIssuer } from './people.ts';

/** The letters of the route table, written down a second time on purpose. */
const MAY: Readonly<Record<Access, readonly Role[]>> = {
  V: ['Viewer', 'Developer', 'Operator', 'Admin'],
  D: ['Developer', 'Admin'],
  O: ['Operator', 'Admin'],
  A: ['Admin'],
  open: [],
  node: [],
  enrolment: [],
};
/** Reached: past token and role, to whatever its input deserves. */
const REACHED = 299;

const ofPeople = ROUTES.filter(({ access }) => access in MAY && MAY[access].length > 0);
/** Every people's route with a use case that tells it was reached, whatever its input was; access lists have their own test. */
const reachable = (route: RouteSpec): BoundRoute => ({
  operationId: route.operationId,
  method: route.method,
  path: route.path,
  aliases: route.aliases,
  access: route.access,
  summary: route.summary,
  rawBody: ['text/x-anything'],
  status: REACHED as 200,
  useCase: async () => done(null),
});
const urlOf = (path: string): string => `/api/v1${path.replace(/\{\w+\+?\}/g, 'payment.production')}`;
const cases = ofPeople.flatMap((route) =>
  [route.path, ...(route.aliases ?? [])].map((path) => ({ route, method: route.method, path })),
);

let api: Awaited<ReturnType<typeof memoryApi>>;
let stranger: Awaited<ReturnType<typeof testIssuer>>;
beforeAll(async () => {
  api = await memoryApi(ofPeople.map(reachable));
  stranger = await testIssuer({ issuer: 'https://stranger.example' });
});
afterAll(() => api.close());

const ask = async (method: string, path: string, authorization?: string): Promise<number> => {
  const headers = { 'content-type': 'text/x-anything', ...(authorization === undefined ? {} : { authorization }) };
  return (await api.call(method, urlOf(path), { headers })).status;
};

it('has a whole route table to look at', () => expect(cases.length).toBeGreaterThanOrEqual(60));

describe.each(cases)('$method $path', ({ route, method, path }) => {
  it.each(Role.options)('%s', async (role) =>
    expect(await ask(method, path, `Bearer ${await api.tokenOf(role)}`)).toBe(
      MAY[route.access].includes(role) ? REACHED : 403,
    ),
  );
  it('a person without a role', async () =>
    expect(await ask(method, path, `Bearer ${await api.issuer.sign({ groups: ['none'] })}`)).toBe(403));
  it('nobody', async () => expect(await ask(method, path)).toBe(401));
  it('somebody of an issuer nobody configured', async () =>
    expect(await ask(method, path, `Bearer ${await stranger.sign()}`)).toBe(401));
  it('a node', async () =>
    expect(
      await ask(
        method,
        path,
        `Bearer ${await api.issuer.sign({ iss: 'plumbline-test' }, { typ: 'plumbline-node+jwt' })}`,
      ),
    ).toBe(401));
  it('an enrolment token', async () => expect(await ask(method, path, 'Enrolment 0.secret')).toBe(401));
});

it('no other route takes a people’s token', () =>
  expect(
    [...new Set(ROUTES.filter((route) => !ofPeople.includes(route)).map(({ access }) => access))].every((access) =>
      ['open', 'node', 'enrolment'].includes(access),
    ),
  ).toBe(true));

it('open to anyone is exactly what the design says', () =>
  expect(
    ROUTES.filter(({ access }) => access === 'open')
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toStrictEqual([
    'GET /health',
    'GET /openapi.json',
    'GET /trust/keys',
    'GET /trust/root',
    'GET /trust/root/{version}',
    'POST /nodes/{id}/token',
  ]));
