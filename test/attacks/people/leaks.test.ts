import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../schemas/api/index.ts';
import type { RouteSpec } from '../../../schemas/api/route.ts';
import { DEPLOYMENT_ID } from '../../support/draft-release.ts';
import { REVOKED_BECAUSE } from '../../support/whole-history.ts';
import { type Estate, NAMES, openEstate } from './authorisation/estate.ts';

/* What a list leaves out it does not tell in another way: by a name, a page that is not the last one, a count. */

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
afterAll(() => estate.close());

const lists = ROUTES.filter(
  ({ method, access, path, query }) => method === 'GET' && 'VO'.includes(access) && !path.includes('{') && query,
);
const read = async (path: string, relation: 'own' | 'other') =>
  estate.ask({ method: 'GET', path, authorization: await estate.bearer('Operator', relation) });
const cursorOf = ({ query }: RouteSpec): string => ('after' in (query?.shape ?? {}) ? 'after' : 'cursor');

/** Every page of a list, two at a time, as one text. */
async function whole(route: RouteSpec, relation: 'own' | 'other', question = ''): Promise<string> {
  const pages: string[] = [];
  for (let next = ''; ; ) {
    const from = next === '' ? '' : `&${cursorOf(route)}=${next}`;
    const { status, body } = await read(`${route.path}?limit=2${question}${from}`, relation);
    expect(status).toBe(200);
    pages.push(JSON.stringify(body));
    next = (body as { next?: string }).next ?? '';
    // The log goes by index; its leaves are asked for below.
    if (next === '' || route.operationId === 'readAuditLog') return pages.join('\n');
  }
}
/** Names and words that only who is on the lists may hear. */
const secrets = (): readonly string[] => [
  NAMES.config[0],
  'rates-1.',
  'judged',
  'implicit.',
  estate.deployment,
  estate.node.id,
  estate.otherNode.id,
  estate.enrolment.id,
  REVOKED_BECAUSE,
  'asked for by Ms Example',
  'fees',
];

describe.each(lists.filter(({ operationId }) => operationId !== 'readAuditLog'))('$path', (route) => {
  /** Of everybody who has a role: schemas have no access lists. */
  const open = route.operationId === 'listSchemas';

  it('holds something for who is on the lists', async () => {
    if (route.operationId === 'listDrift' || open) return;
    const text = await whole(route, 'own');
    expect(secrets().some((secret) => text.includes(secret))).toBe(true);
  });
  it('holds no name and no word of it for who is not, on any page', async () => {
    const text = await whole(route, 'other');
    expect(open ? [] : secrets().filter((secret) => text.includes(secret))).toStrictEqual([]);
  });
});
it('looks at every list', () => expect(lists.length).toBeGreaterThanOrEqual(9));

describe('a question about what one may not see', () => {
  const ABSENT_NODE = `node-${'0'.repeat(31)}f`;
  const questions = (): readonly (readonly [string, string, string])[] => [
    ['/nodes', `cluster=${NAMES.cluster[0]}`, `cluster=${NAMES.cluster[1]}`],
    ['/instances', `cluster=${NAMES.cluster[0]}`, `cluster=${NAMES.cluster[1]}`],
    ['/drift', `cluster=${NAMES.cluster[0]}`, `cluster=${NAMES.cluster[1]}`],
    ['/deployments', `cluster=${NAMES.cluster[0]}`, `cluster=${NAMES.cluster[1]}`],
    ['/audit/events', `cluster=${NAMES.cluster[0]}`, `cluster=${NAMES.cluster[1]}`],
    ['/audit/events', `config=${NAMES.config[0]}`, `config=${NAMES.config[1]}`],
    ['/audit/events', `snapshot=${NAMES.snapshot[0]}`, `snapshot=${NAMES.snapshot[1]}`],
    ['/audit/events', `deployment=${estate.deployment}`, `deployment=${DEPLOYMENT_ID}`],
    ['/audit/events', `node=${estate.node.id}`, `node=${ABSENT_NODE}`],
  ];
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'is answered as one about what is not there, with one row a page (%i)',
    async (at) => {
      const [path = '', hidden, absent] = questions()[at] ?? [];
      const ask = async (question: string | undefined) => (await read(`${path}?limit=1&${question}`, 'other')).body;
      expect(
        Object.values((await read(`${path}?limit=1&${hidden}`, 'own')).body as object).flat().length,
      ).toBeGreaterThan(path === '/drift' ? -1 : 0);
      expect(await ask(hidden)).toStrictEqual(await ask(absent));
    },
  );
  it('has no question left out', () => expect(questions()).toHaveLength(9));

  it.each(['actor=ada', 'type=VersionRevoked', 'type=NodeEnrolled', 'type=DeploymentStarted'])(
    'by who did it or what was done (%s) tells of nothing hidden',
    async (question) => {
      const route = lists.find(({ operationId }) => operationId === 'listAuditEvents');
      if (!route) throw new Error('no list of events');
      const [own, other] = [await whole(route, 'own', `&${question}`), await whole(route, 'other', `&${question}`)];
      expect(secrets().some((secret) => own.includes(secret))).toBe(true);
      expect(secrets().filter((secret) => other.includes(secret))).toStrictEqual([]);
    },
  );
});

/** Names of streams are in the leaves of the log, so that everybody can verify it (docs/decisions/0007). */
describe('the audit log', () => {
  const leaves = async (relation: 'own' | 'other') =>
    ((await read('/audit/log?limit=256', relation)).body as { leaves: { event: Record<string, unknown> }[] }).leaves;

  it('withholds payload and salt of what may not be read, and not one hash', async () => {
    const [own, other] = [await leaves('own'), await leaves('other')];
    expect(other.length).toBe(own.length);
    const withheld = other.filter(({ event }) => event['withheld'] === true);
    expect(withheld.length).toBeGreaterThan(20);
    for (const { event } of withheld) expect([event['payload'], event['salt']]).toStrictEqual([null, null]);
    const hashes = (list: typeof own) =>
      list.map(({ event }) => [event['hash'], event['payloadHash'], event['previousHash']]);
    expect(hashes(other)).toStrictEqual(hashes(own));
  });
  it('holds no word of a hidden event', async () => {
    const said = JSON.stringify((await leaves('other')).map(({ event: { stream: _stream, ...event } }) => event));
    expect([REVOKED_BECAUSE, 'asked for by Ms Example'].filter((word) => said.includes(word))).toStrictEqual([]);
  });
});

describe('a tag, a cursor or a key of somebody else', () => {
  it('of a hidden thing is answered like one of an absent thing', async () => {
    const tags = ['"1"', '"2"', '"999"', '*', 'W/"1"'];
    for (const tag of tags)
      for (const header of ['if-match', 'if-none-match']) {
        const ask = async (name: string) => {
          const authorization = await estate.bearer('Operator', 'other');
          const headers = { [header]: tag };
          const { status, body } = await estate.ask({
            method: 'GET',
            path: `/clusters/${name}`,
            authorization,
            headers,
          });
          return [status, (body as { code: string }).code];
        };
        expect(await ask(NAMES.cluster[0])).toStrictEqual([404, 'cluster_unknown']);
        expect(await ask(NAMES.cluster[1])).toStrictEqual([404, 'cluster_unknown']);
      }
  });
  it('an If-Match on a command to a hidden thing does not tell its revision', async () => {
    const ask = async (path: string, body: object, tag: string) => {
      const authorization = await estate.bearer('Operator', 'other');
      const answer = await estate.ask({ method: 'POST', path, authorization, headers: { 'if-match': tag }, body });
      return (answer.body as { code: string }).code;
    };
    const why = { justification: 'card payments fail since 09:12' };
    for (const tag of ['"1"', '"4"', '"999"']) {
      expect(await ask(`/deployments/${estate.deployment}/pause`, why, tag)).toBe('deployment_unknown');
      expect(await ask(`/nodes/${estate.node.id}/force-sync`, why, tag)).toBe('node_unknown');
      expect(await ask(`/clusters/${NAMES.cluster[0]}/recover`, why, tag)).toBe('cluster_unknown');
    }
  });
  it('a cursor goes on in no other question, and is no text to read', async () => {
    const { body } = await read(`/audit/events?limit=1&cluster=${NAMES.cluster[0]}`, 'own');
    const { next = '' } = body as { next?: string };
    expect(next).not.toBe('');
    expect(secrets().filter((secret) => Buffer.from(next, 'base64url').toString().includes(secret))).toStrictEqual([]);
    expect((await read(`/audit/events?limit=1&cursor=${next}`, 'other')).status).toBe(400);
    // Under the same question it is a place and no right.
    const same = await read(`/audit/events?limit=1&cluster=${NAMES.cluster[0]}&cursor=${next}`, 'other');
    expect(same.body).toStrictEqual({ events: [] });
  });
  it('an Idempotency-Key of somebody else gives nothing of their answer', async () => {
    const ask = async (relation: 'own' | 'other', justification: string) =>
      estate.ask({
        method: 'POST',
        path: `/nodes/${estate.node.id}/force-sync`,
        authorization: await estate.bearer('Operator', relation),
        headers: { 'idempotency-key': 'the-same-key' },
        body: { justification },
      });
    const first = await ask('own', 'card payments fail');
    expect(first.status).toBe(202);
    expect((await ask('own', 'card payments fail')).body).toStrictEqual(first.body);
    for (const justification of ['card payments fail', 'something else entirely'])
      expect(await ask('other', justification)).toMatchObject({ status: 404, body: { code: 'node_unknown' } });
  });
});
