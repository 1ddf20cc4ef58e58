import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeNodeHandler } from '../../../../functions/node/handler.ts';
import { withdrawEnrolmentToken } from '../../../../usecases/enrolment-token/withdraw-enrolment-token.ts';
import { callAs } from '../../../support/call.ts';
import { CLUSTER_NAME } from '../../../support/draft-release.ts';
import { testNode } from '../../../support/test-node.ts';
import { type Enroller, enroller, headerOf, idOf, refusedFor } from './enroller.ts';

/* What a thief of an enrolment token gets: as many nodes as it has uses, in its cluster, until it ends. No more. */

let w: Enroller;
beforeEach(async () => {
  w = await enroller();
});
afterEach(() => w.close());
const OTHER = 'vault.production';

describe('a stolen enrolment token', () => {
  it('lets nodes into its own cluster, with its own labels, as often as it has uses', async () => {
    const token = await w.newToken({ uses: 2, labels: { zone: 'eu' } });
    for (const _ of [1, 2]) {
      const thief = w.stranger();
      expect((await thief.enrol(token)).status).toBe(201);
      expect(await w.state(thief.id)).toMatchObject({ cluster: CLUSTER_NAME, labels: { labels: { zone: 'eu' } } });
    }
    expect(await w.stranger().enrol(token)).toMatchObject(refusedFor('used_up'));
    expect([await w.usesLeft(token), await w.made()]).toStrictEqual([0, { nodes: 2, keys: 2 }]);
  });

  it.each([
    ['another cluster in the request', async (token: string) => ({ token, over: { cluster: OTHER } }), 'wrong_cluster'],
    [
      'its secret under the id of a token of another cluster',
      async (token: string) => {
        const other = await w.newToken({ cluster: OTHER });
        const [, secret = ''] = headerOf(token).split('.');
        return { token: other, over: {}, header: `Enrolment ${idOf(other)}.${secret}` };
      },
      'token',
    ],
    [
      'its header over a request made for another token',
      async (token: string) => ({ token: await w.newToken({ cluster: OTHER }), over: {}, header: headerOf(token) }),
      'token_id',
    ],
    [
      'its last character changed',
      async (token: string) => {
        const header = headerOf(token);
        return { token, over: {}, header: `${header.slice(0, -1)}${header.endsWith('A') ? 'B' : 'A'}` };
      },
      'token',
    ],
    [
      'its id in capitals',
      async (token: string) => ({
        token,
        over: {},
        header: headerOf(token).replace(idOf(token), idOf(token).toUpperCase()),
      }),
      'token_id',
    ],
    [
      'its secret alone',
      async (token: string) => ({ token, over: {}, header: headerOf(token).replace(/ .*\./, ' ') }),
      'header',
    ],
    [
      'its secret as a bearer',
      async (token: string) => ({ token, over: {}, header: headerOf(token).replace('Enrolment', 'Bearer') }),
      'header',
    ],
    [
      'its secret twice',
      async (token: string) => ({ token, over: {}, header: `${headerOf(token)}, ${headerOf(token)}` }),
      'header',
    ],
    [
      'its secret inside the request alone',
      async (token: string) => ({ token, over: { secret: headerOf(token).slice(-43) }, header: 'Enrolment' }),
      'header',
    ],
    [
      'its secret inside the request, too',
      async (token: string) => ({ token, over: { secret: headerOf(token).slice(-43) } }),
      'request',
    ],
  ])('with %s is refused, and nothing is made or used', async (_name, forged, reason) => {
    const own = await w.newToken({ uses: 3 });
    const { token, over, header = headerOf(token) } = { header: undefined, ...(await forged(own)) };
    const thief = w.stranger();
    expect(await thief.post('/nodes', { request: thief.enrolmentRequest(token, over) }, header)).toMatchObject(
      refusedFor(reason),
    );
    expect([await w.usesLeft(own), await w.made()]).toStrictEqual([3, { nodes: 0, keys: 0 }]);
    expect((await w.stranger().enrol(own)).status).toBe(201);
  });

  it.each([
    { name: 'expired', after: async (_token: string) => w.clock.advance(3_600_000) },
    {
      name: 'withdrawn',
      after: async (token: string) =>
        void (await withdrawEnrolmentToken(
          w.world,
          { params: { id: idOf(token) }, query: {}, body: {} },
          callAs('Operator'),
        )),
    },
    { name: 'used_up', after: async (token: string) => void (await w.stranger().enrol(token)) },
  ])('that is $name lets nobody in', async ({ name, after }) => {
    const token = await w.newToken();
    await after(token);
    const before = await w.made();
    expect(await w.stranger().enrol(token)).toMatchObject(refusedFor(name));
    expect(await w.made()).toStrictEqual(before);
  });

  it('tells nobody by its answer whether an id is there: a wrong secret and an unknown token are the same', async () => {
    const token = await w.newToken();
    const answers = [idOf(token), `enrol-${'0'.repeat(24)}`].map(async (id) => {
      const thief = w.stranger();
      const request = thief.enrolmentRequest(token, { tokenId: id });
      const { status, body } = await thief.post('/nodes', { request }, `Enrolment ${id}.${'x'.repeat(43)}`);
      const { traceId: _traceId, ...rest } = body;
      return { status, ...rest };
    });
    const [wrong, unknown] = await Promise.all(answers);
    expect(wrong).toStrictEqual(unknown);
  });

  it('used for the last time by many at once, at two doors, lets one in', async () => {
    const token = await w.newToken();
    const second = await makeNodeHandler(w.world, ({ error }) => w.faults.push(error));
    const nodes = Array.from({ length: 12 }, (_, each) => testNode(w.world, each % 2 ? second : w.handler));
    const replies = await Promise.all(nodes.map((node) => node.enrol(token)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ status }) => status !== 201)).toMatchObject(
      Array.from({ length: 11 }, () => refusedFor('used_up')),
    );
    expect([await w.usesLeft(token), await w.made()]).toStrictEqual([0, { nodes: 1, keys: 1 }]);
    expect(w.faults).toStrictEqual([]);
  });
});
