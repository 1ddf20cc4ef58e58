import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../../core/decision.ts';
import { type BoundRoute, controlRoutes } from '../../../functions/control/routes.ts';
import type { RouteSpec } from '../../../schemas/api/route.ts';
import { memoryApi } from './api.ts';

const BASE = { summary: '', status: 200, useCase: async () => done({ reached: true }) } as const;
const THING = { resource: { config: 'name' } } satisfies Partial<RouteSpec>;
const ROUTES: readonly BoundRoute[] = [
  { ...BASE, ...THING, operationId: 'read', method: 'GET', path: '/things/{name}', access: 'V' },
  { ...BASE, ...THING, operationId: 'write', method: 'POST', path: '/things/{name}/write', access: 'D' },
  { ...BASE, ...THING, operationId: 'operate', method: 'POST', path: '/things/{name}/operate', access: 'O' },
  {
    ...BASE,
    resource: { cluster: 'name' },
    operationId: 'cluster',
    method: 'GET',
    path: '/groups/{name}',
    access: 'V',
  },
  ...controlRoutes({ developmentTokens: false }).filter(({ operationId }) => operationId.endsWith('Access')),
];
const LIST = '/api/v1/configs/pay.production/access';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi(ROUTES);
  await api.exists('config', 'pay.production');
  await api.exists('cluster', 'pay.production');
});
afterEach(() => api.close());
const set = (entries: unknown, headers = {}, url = LIST) => api.as('Admin')('PUT', url, { body: { entries }, headers });

describe('an access list', () => {
  it('starts as none, is set, read back, and taken away', async () => {
    const entries = [{ subject: 'ada', rights: ['read'] }];
    expect((await api.as('Admin')('GET', LIST)).body).toStrictEqual({ entries: null, revision: 0 });
    const first = await set(entries);
    expect([first.status, first.body, first.headers['etag']]).toStrictEqual([200, { entries, revision: 1 }, '"1"']);
    expect((await api.as('Admin')('GET', LIST)).body).toStrictEqual({ entries, revision: 1 });
    expect((await set(entries)).body).toStrictEqual({ entries, revision: 1 });
    expect((await set(null)).body).toStrictEqual({ entries: null, revision: 2 });
  });

  it('is replaced only by who read it', async () => {
    await set([]);
    expect((await set(null, { 'if-match': '"0"' })).status).toBe(412);
    expect((await set(null, { 'if-match': '"1"' })).status).toBe(200);
  });

  it.each([
    {
      name: 'a subject twice',
      entries: [
        { subject: 'a', rights: ['read'] },
        { subject: 'a', rights: ['write'] },
      ],
      status: 400,
    },
    { name: 'no right', entries: [{ subject: 'a', rights: [] }], status: 400 },
    { name: 'a right nobody knows', entries: [{ subject: 'a', rights: ['own'] }], status: 400 },
    { name: 'an unknown key', entries: [{ subject: 'a', rights: ['read'], role: 'Admin' }], status: 400 },
    {
      name: '40 long subjects',
      entries: Array.from({ length: 40 }, (_, i) => ({ subject: `${i}`.padEnd(255, 'x'), rights: ['read'] })),
      status: 200,
    },
    {
      name: '256 usual subjects',
      entries: Array.from({ length: 256 }, (_, i) => ({ subject: `u${i}`, rights: ['read'] })),
      status: 200,
    },
    {
      name: '257 subjects',
      entries: Array.from({ length: 257 }, (_, i) => ({ subject: `u${i}`, rights: ['read'] })),
      status: 400,
    },
    {
      name: 'more than a head can hold',
      entries: Array.from({ length: 48 }, (_, i) => ({ subject: `${i}`.padEnd(255, 'x'), rights: ['read'] })),
      status: 413,
    },
  ])('$name: $status', async ({ entries, status }) => expect((await set(entries)).status).toBe(status));

  it('may be there before its thing, but not for a name that cannot exist', async () => {
    expect((await set([], {}, '/api/v1/clusters/later/access')).status).toBe(200);
    expect((await set([], {}, '/api/v1/configs/not-a-config-name/access')).status).toBe(404);
  });
});

describe('acting under a list', () => {
  const ALL = ['Viewer', 'Developer', 'Operator', 'Admin'] as const;
  const statuses = async (subject: string, urls: readonly (readonly [string, string])[]) => {
    const found: Record<string, string> = {};
    for (const role of ALL)
      found[role] = (
        await Promise.all(urls.map(async ([method, url]) => (await api.as(role, subject)(method, url)).status))
      ).join(' ');
    return found;
  };
  const URLS = [
    ['GET', '/api/v1/things/pay.production'],
    ['POST', '/api/v1/things/pay.production/write'],
    ['POST', '/api/v1/things/pay.production/operate'],
  ] as const;

  it('without one, roles alone decide', async () =>
    expect(await statuses('ada', URLS)).toStrictEqual({
      Viewer: '200 403 403',
      Developer: '200 200 403',
      Operator: '200 403 200',
      Admin: '200 200 200',
    }));

  it.each([
    {
      rights: ['read'],
      expected: { Viewer: '200 403 403', Developer: '200 403 403', Operator: '200 403 403', Admin: '200 200 200' },
    },
    {
      rights: ['write'],
      expected: { Viewer: '200 403 403', Developer: '200 200 403', Operator: '200 403 403', Admin: '200 200 200' },
    },
    {
      rights: ['operate'],
      expected: { Viewer: '200 403 403', Developer: '200 403 403', Operator: '200 403 200', Admin: '200 200 200' },
    },
    {
      rights: ['write', 'operate'],
      expected: { Viewer: '200 403 403', Developer: '200 200 403', Operator: '200 403 200', Admin: '200 200 200' },
    },
  ])('an entry with $rights', async ({ rights, expected }) => {
    await set([{ subject: 'ada', rights }]);
    expect(await statuses('ada', URLS)).toStrictEqual(expected);
  });

  it('without an entry it does not exist, for each who is no Admin', async () => {
    await set([{ subject: 'somebody-else', rights: ['read', 'write', 'operate'] }]);
    expect(await statuses('ada', URLS)).toStrictEqual({
      Viewer: '404 403 403',
      Developer: '404 404 403',
      Operator: '404 403 404',
      Admin: '200 200 200',
    });
    const { body } = await api.as('Viewer', 'ada')('GET', '/api/v1/things/pay.production');
    expect(body).toMatchObject({ code: 'config_unknown' });
  });

  it('says forbidden by name to who may read it', async () => {
    await set([{ subject: 'ada', rights: ['read'] }]);
    expect((await api.as('Developer', 'ada')('POST', '/api/v1/things/pay.production/write')).body).toMatchObject({
      code: 'forbidden',
      config: 'pay.production',
    });
  });

  it('one of a config says nothing about a cluster of the same name', async () => {
    await set([]);
    expect((await api.as('Viewer')('GET', '/api/v1/groups/pay.production')).status).toBe(200);
    await set([], {}, '/api/v1/clusters/pay.production/access');
    expect((await api.as('Viewer')('GET', '/api/v1/groups/pay.production')).status).toBe(404);
  });
});
