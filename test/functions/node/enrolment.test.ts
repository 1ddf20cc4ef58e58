import { describe, expect, it } from 'vitest';
import { ENROLMENT_TOKEN } from '../../../core/enrolment-token/evolve.ts';
import { readEnrolmentToken } from '../../../core/enrolment-token/token-text.ts';
import { withdrawEnrolmentToken } from '../../../usecases/enrolment-token/withdraw-enrolment-token.ts';
import { loadState } from '../../../usecases/load-state.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';
import { testNode } from '../../support/test-node.ts';

const idOf = (token: string): string => readEnrolmentToken(token)?.id ?? '';

describe('enrolment', () => {
  it('makes a node with the labels of the token', async () => {
    const { enrolled, state } = await nodeWorld();
    const { id } = await enrolled({ labels: { zone: 'eu' } });
    expect(id).toMatch(/^node-[0-9a-f]{32}$/);
    expect(await state(id)).toMatchObject({
      status: 'active',
      cluster: CLUSTER_NAME,
      facts: { hostname: 'till-7' },
      labels: { revision: 1, labels: { zone: 'eu' } },
    });
  });
  it('answers the same to the same key, costs no use, also after the token has ended', async () => {
    const w = await nodeWorld();
    const token = await w.newToken();
    const node = testNode(w.world, w.handler);
    const first = await node.enrol(token);
    await w.clock.advance(2 * 3600 * 1000);
    expect(await node.enrol(token)).toStrictEqual(first);
    expect((await loadState(w.world, ENROLMENT_TOKEN, idOf(token))).state.usesLeft).toBe(0);
    expect(await w.events(node.id)).toHaveLength(1);
  });
  it.each([false, true])('happens once although the append fails (stored: %s)', async (stored) => {
    const w = await nodeWorld();
    const token = await w.newToken();
    const node = testNode(w.world, w.handler);
    w.failOnce('streams', 'append', { stored });
    expect(await node.enrol(token)).toMatchObject({ status: 500 });
    expect(await node.enrol(token)).toMatchObject({ status: 201 });
    expect((await w.world.streams.list('node', { limit: 10 })).heads).toHaveLength(1);
  });
  it.each([false, true])('survives a first pulse that fails (stored: %s)', async (stored) => {
    const w = await nodeWorld();
    const token = await w.newToken();
    const node = testNode(w.world, w.handler);
    w.failOnce('pulses', 'put', { stored });
    expect(await node.enrol(token)).toMatchObject({ status: 500 });
    expect(await node.enrol(token)).toMatchObject({ status: 201 });
    expect(await w.world.pulses.get(CLUSTER_NAME, node.id)).toMatchObject({ generation: 0 });
  });

  const refusals: [string, string, (node: ReturnType<typeof testNode>, token: string) => Promise<unknown>][] = [
    [
      'a wrong secret',
      'token',
      (node, token) =>
        node.post('/nodes', { request: node.enrolmentRequest(token) }, `Enrolment ${idOf(token)}.${'x'.repeat(43)}`),
    ],
    [
      'an unknown token',
      'token',
      (node, token) =>
        node.post(
          '/nodes',
          { request: node.enrolmentRequest(token, { tokenId: `enrol-${'0'.repeat(24)}` }) },
          `Enrolment enrol-${'0'.repeat(24)}.${'x'.repeat(43)}`,
        ),
    ],
    ['no token', 'header', (node, token) => node.post('/nodes', { request: node.enrolmentRequest(token) })],
    [
      'a bearer token',
      'header',
      (node, token) => node.post('/nodes', { request: node.enrolmentRequest(token) }, 'Bearer abc'),
    ],
    ['another control plane', 'control_plane', (node, token) => node.enrol(token, { controlPlane: 'other' })],
    ['another token id in the request', 'token_id', (node, token) => node.enrol(token, { tokenId: 'enrol-1' })],
    ['another cluster', 'wrong_cluster', (node, token) => node.enrol(token, { cluster: 'other.production' })],
    ['claims that are too many', 'request', (node, token) => node.enrol(token, { secret: 'x' })],
    [
      'a hostname with control characters',
      'request',
      (node, token) => node.enrol(token, { facts: { hostname: 'till\u001b[2J' } }),
    ],
    [
      'an encryption key off the curve',
      'encryption_key',
      (node, token) =>
        node.enrol(token, { encryptionKey: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } }),
    ],
  ];
  it.each(refusals)('refuses %s', async (_name, reason, attempt) => {
    const w = await nodeWorld();
    const token = await w.newToken();
    expect(await attempt(testNode(w.world, w.handler), token)).toMatchObject({
      status: 401,
      body: { code: 'enrolment_refused', reason },
    });
    expect((await w.world.streams.list('node', { limit: 1 })).heads).toStrictEqual([]);
  });
  it('refuses a request that another key signed', async () => {
    const w = await nodeWorld();
    const token = await w.newToken();
    const [one, two] = [testNode(w.world, w.handler), testNode(w.world, w.handler)];
    expect(await one.enrol(token, { identityKey: { ...two.identityKey } })).toMatchObject({
      status: 401,
      body: { reason: 'signature' },
    });
  });
  it.each([
    [-301, 401],
    [-300, 201],
    [300, 201],
    [301, 401],
  ])('with a clock that differs by %i s: %i', async (skew, status) => {
    const w = await nodeWorld();
    const node = testNode(w.world, w.handler);
    const reply = await node.enrol(await w.newToken(), { iat: Math.floor(w.clock.now() / 1000) + skew });
    expect(reply).toMatchObject(
      status === 201 ? { status } : { status, body: { code: 'clock_skew', serverTime: w.clock.instant() } },
    );
  });
  it.each([
    [3_599_999, 201],
    [3_600_000, 401],
  ])('%i ms after a token of an hour was made: %i', async (ms, status) => {
    const w = await nodeWorld();
    const token = await w.newToken();
    await w.clock.advance(ms);
    expect(await testNode(w.world, w.handler).enrol(token)).toMatchObject({
      status,
      ...(status === 401 ? { body: { reason: 'expired' } } : {}),
    });
  });
  it('takes no more nodes than the token has uses, at the same time too', async () => {
    const w = await nodeWorld();
    const token = await w.newToken({ uses: 2 });
    const replies = await Promise.all([1, 2, 3].map(() => testNode(w.world, w.handler).enrol(token)));
    expect(replies.map(({ status }) => status).sort()).toStrictEqual([201, 201, 401]);
    expect(replies.find(({ status }) => status === 401)).toMatchObject({ body: { reason: 'used_up' } });
  });
  it('ends with the token', async () => {
    const w = await nodeWorld();
    const token = await w.newToken({ uses: 5 });
    const input = { params: { id: idOf(token) }, query: {}, body: {} };
    expect(await withdrawEnrolmentToken(w.world, input, callAs('Operator'))).toMatchObject({ ok: true });
    expect(await testNode(w.world, w.handler).enrol(token)).toMatchObject({
      status: 401,
      body: { reason: 'withdrawn' },
    });
  });
  it('never takes a key twice', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    expect(await node.enrol(await w.newToken())).toMatchObject({ status: 409, body: { code: 'key_in_use' } });
  });
});
