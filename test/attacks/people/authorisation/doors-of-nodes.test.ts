import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../../schemas/api/index.ts';
import type { RouteSpec } from '../../../../schemas/api/route.ts';
import { quietCheckIn } from '../../../support/test-node.ts';
import { decisionOf } from './asking.ts';
import { type Estate, openEstate, ROLES } from './estate.ts';

/* The other half of the table: what nodes say themselves, how one becomes a node, and what anybody may ask. */

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
afterAll(() => estate.close());

const everyPath = (...accesses: readonly RouteSpec['access'][]) =>
  ROUTES.filter(({ access }) => accesses.includes(access)).flatMap((route) =>
    [route.path, ...(route.aliases ?? [])].map((path) => ({ ...route, path })),
  );
const asked = async ({ operationId, method, path }: RouteSpec, authorization?: string, there = true) => {
  const { params, body } = decisionOf(operationId);
  const values = (await params?.(estate, there)) ?? {};
  const filled = path.replace(/\{(\w+)\+?\}/g, (_all, name: string) => values[name] ?? '');
  const request = { method, path: filled, authorization };
  const { status, body: answer } = await estate.ask(body ? { ...request, body: body(estate, there) } : request);
  const { code, reason } = (answer ?? {}) as { code?: string; reason?: string };
  return status < 400 ? `${status}` : [status, code, reason].filter((word) => word !== undefined).join(' ');
};

/** Everything somebody could hold, but for a node’s own token; what each is to a door of nodes. */
const CREDENTIALS: readonly (readonly [string, () => Promise<string | undefined>])[] = [
  ...ROLES.map((role) => [`a person: ${role}`, () => estate.bearer(role, 'own')] as const),
  ['a person without a role', () => estate.unmapped()],
  ['somebody of an issuer nobody configured', async () => `Bearer ${await estate.stranger.sign()}`],
  ['nobody', async () => undefined],
  ['an enrolment token', async () => estate.enrolmentHeader],
  ['a node token under another scheme', async () => `Enrolment ${estate.node.token}`],
];

const OF_NODES = everyPath('node');
describe('a node’s own routes', () => {
  it('are there to look at', () => expect(OF_NODES.length).toBe(6));
  describe.each(OF_NODES)('$method $path', (route) => {
    it.each(CREDENTIALS)('%s: unauthenticated', async (_name, credential) =>
      expect(await asked(route, await credential())).toMatch(/^401 unauthenticated/),
    );
    it('the node itself is let in', async () => expect(await asked(route, `Bearer ${estate.node.token}`)).toBe('200'));
    it('another node: forbidden, whether the node is there or not', async () => {
      expect(await asked(route, `Bearer ${estate.otherNode.token}`)).toBe('403 forbidden');
      expect(await asked(route, `Bearer ${estate.otherNode.token}`, false)).toBe('403 forbidden');
    });
    it.each([
      ['in capitals', (id: string) => id.toUpperCase(), '404 not_found'],
      ['with a character encoded', (id: string) => id.replace('node-', 'node%2D'), '200'],
      ['encoded twice', (id: string) => id.replace('node-', 'node%252D'), '404 not_found'],
      ['with a zero byte behind', (id: string) => `${id}%00`, '404 not_found'],
      ['with a slash behind', (id: string) => `${id}/`, '404 not_found'],
      ['on the way over another node', (id: string) => `${'x'.repeat(4)}/../${id}`, '404 not_found'],
      ['named twice', (id: string) => `${id},${id}`, '404 not_found'],
    ])('its id in the path %s', async (_name, change, answer) => {
      const path = route.path.replace('{id}', change(estate.node.id));
      expect(await asked({ ...route, path }, `Bearer ${estate.node.token}`)).toBe(answer);
    });
  });

  it('a second id, in the query or the headers, is nobody’s', async () => {
    const { id, token } = estate.node;
    const other = estate.otherNode.id;
    const answer = await estate.ask({
      method: 'POST',
      path: `/nodes/${other}/check-in?id=${id}`,
      authorization: `Bearer ${token}`,
      headers: {
        'x-node-id': other,
        'x-http-method-override': 'GET',
        'x-original-url': `/api/v1/nodes/${id}/check-in`,
      },
      body: quietCheckIn(),
    });
    expect([answer.status, (answer.body as { code: string }).code]).toStrictEqual([403, 'forbidden']);
  });
});

describe.each(everyPath('enrolment'))('$method $path', (route) => {
  it.each(CREDENTIALS.filter(([name]) => name !== 'an enrolment token'))('%s: refused', async (_name, credential) =>
    expect(await asked(route, await credential())).toBe('401 enrolment_refused header'),
  );
  it('a node: refused', async () =>
    expect(await asked(route, `Bearer ${estate.node.token}`)).toBe('401 enrolment_refused header'));
  it('an enrolment token is let in', async () => expect(await asked(route, estate.enrolmentHeader)).toBe('201'));
});

const OPEN = everyPath('open');
it('open to anyone is exactly what the design says', () =>
  expect(
    ROUTES.filter(({ access }) => access === 'open')
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted(),
  ).toStrictEqual([
    'GET /health',
    'GET /openapi.json',
    'GET /trust/keys',
    'GET /trust/root',
    'GET /trust/root/{version}',
    'POST /nodes/{id}/token',
  ]));
describe.each(OPEN)('$method $path', (route) => {
  it.each([...CREDENTIALS, ['a node', async () => `Bearer ${estate.node.token}`] as const])(
    '%s is answered like everybody',
    async (_name, credential) => expect(await asked(route, await credential())).toBe('200'),
  );
});
