import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { issueNodeToken } from '../../../core/node-token/claims.ts';
import { makeNodeHandler } from '../../../functions/node/handler.ts';
import { removeNode } from '../../../usecases/node/remove-node.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';
import { postEvent, quietCheckIn, replyOf } from '../../support/test-node.ts';

type World = Awaited<ReturnType<typeof nodeWorld>>;
const now = ({ clock }: World): number => Math.floor(clock.now() / 1000);

describe('a client assertion (RFC 7523)', () => {
  it('buys a node token of ten minutes', async () => {
    const node = await (await nodeWorld()).enrolled();
    expect(await node.authenticate()).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresIn: 600 } });
  });
  it('is spent once, also for a process that did not see it', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const assertion = node.assertion();
    expect((await node.authenticate(assertion)).status).toBe(200);
    expect(await node.authenticate(assertion)).toMatchObject({ status: 401, body: { code: 'assertion_replayed' } });
    const restarted = await makeNodeHandler(w.world, ({ error }) => w.faults.push(error));
    expect(replyOf(await restarted(postEvent(`/nodes/${node.id}/token`, { assertion })))).toMatchObject({
      status: 401,
      body: { code: 'assertion_replayed' },
    });
  });
  it.each([
    ['not stored', false, 200],
    ['stored, reply lost', true, 401],
  ])('is never honoured twice when the store fails (%s)', async (_name, stored, status) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const assertion = node.assertion();
    w.failOnce('streams', 'append', { stored });
    expect((await node.authenticate(assertion)).status).toBe(500);
    expect((await node.authenticate(assertion)).status).toBe(status);
  });

  const limits: [string, number | string, (at: number) => Record<string, number>][] = [
    ['made 59 s ahead of us', 200, (at) => ({ iat: at + 59, exp: at + 119 })],
    ['made 60 s ahead', 200, (at) => ({ iat: at + 60, exp: at + 120 })],
    ['made 61 s ahead', 'clock_skew', (at) => ({ iat: at + 61, exp: at + 121 })],
    ['over for 59 s', 200, (at) => ({ iat: at - 119, exp: at - 59 })],
    ['over for 60 s', 'clock_skew', (at) => ({ iat: at - 120, exp: at - 60 })],
    ['not before 60 s from now', 200, (at) => ({ iat: at + 1, nbf: at + 60, exp: at + 61 })],
    ['not before 61 s from now', 'clock_skew', (at) => ({ iat: at + 2, nbf: at + 61, exp: at + 62 })],
    ['good for 60 s', 200, (at) => ({ iat: at, exp: at + 60 })],
    ['good for 61 s', 'assertion_invalid', (at) => ({ iat: at, exp: at + 61 })],
    ['over before it begins', 'assertion_invalid', (at) => ({ iat: at, exp: at })],
  ];
  it.each(limits)('%s: %s', async (_name, wanted, times) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const reply = await node.authenticate(node.assertion(times(now(w))));
    expect(reply.status === 200 ? 200 : reply.body.code).toBe(wanted);
    if (wanted === 'clock_skew') expect(reply.body['serverTime']).toBe(w.clock.instant());
  });

  const OTHER = `node-${'0'.repeat(32)}`;
  it.each<[string, Record<string, never> | Record<string, string | number | string[]>, string]>([
    ['another issuer', { iss: OTHER }, 'subject'],
    ['another subject', { sub: OTHER }, 'subject'],
    ['another audience', { aud: 'other' }, 'audience'],
    ['audiences in a list', { aud: ['plumbline-test'] }, 'form'],
    ['no jti', { jti: '' }, 'form'],
    ['a claim it does not know', { scope: 'all' }, 'form'],
    ['an expiry that is no integer', { exp: 1.5 }, 'form'],
  ])('is refused with %s', async (_name, over, reason) => {
    const node = await (await nodeWorld()).enrolled();
    expect(await node.authenticate(node.assertion(over))).toMatchObject({
      status: 401,
      body: { code: 'assertion_invalid', reason },
    });
  });
  it('is refused by another key, another type, and for a node nobody knows, all alike, and nothing is stored', async () => {
    const { world, enrolled } = await nodeWorld();
    const node = await enrolled();
    const stored = vi.spyOn(world.streams, 'append');
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const wrong = { status: 401, body: { code: 'assertion_invalid', reason: 'signature' } };
    expect(await node.authenticate(node.assertion({}, stranger))).toMatchObject(wrong);
    const typed = node.signed('jwt', { iss: node.id });
    expect(await node.authenticate(typed)).toMatchObject({ status: 401, body: { code: 'assertion_invalid' } });
    const unknown = node.assertion({ iss: OTHER, sub: OTHER });
    expect(await node.post(`/nodes/${OTHER}/token`, { assertion: unknown })).toMatchObject(wrong);
    expect(stored).not.toHaveBeenCalled();
    await node.authenticate();
    expect(stored).toHaveBeenCalledOnce();
  });
  it('is worth nothing to a node that was removed', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await removeNode(
      w.world,
      { params: { id: node.id }, query: {}, body: {} },
      callAs('Operator', { at: w.clock.instant() }),
    );
    expect(await node.authenticate()).toMatchObject({ status: 401, body: { code: 'assertion_invalid' } });
    expect(await node.checkIn()).toMatchObject({ status: 401, body: { code: 'node_revoked' } });
  });
});

describe('a node token', () => {
  it.each([
    [599_999, 200],
    [600_000, 401],
  ])('%i ms after it was given: %i', async (ms, status) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await w.clock.advance(ms);
    expect((await node.checkIn()).status).toBe(status);
  });
  it('opens no route of another node', async () => {
    const w = await nodeWorld();
    const [one, two] = [await w.enrolled(), await w.enrolled()];
    for (const [path, body] of [
      ['check-in', quietCheckIn()],
      ['heartbeat', quietCheckIn()],
      ['receipts', { receipts: ['a.b.c'] }],
    ] as const)
      expect(await one.post(`/nodes/${two.id}/${path}`, body, `Bearer ${one.token}`)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
  });
  it.each([
    ['none', undefined],
    ['another scheme', 'Basic abc'],
    ['three words', 'Bearer a.b.c'],
    ['a person’s kind of token', 'Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJhZGEifQ.c2ln'],
    ['alg none', `Bearer ${Buffer.from('{"alg":"none","typ":"plumbline-node+jwt"}').toString('base64url')}.e30.`],
  ])('%s opens nothing', async (_name, authorization) => {
    const node = await (await nodeWorld()).enrolled();
    expect(await node.post(`/nodes/${node.id}/check-in`, quietCheckIn(), authorization)).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
  });
  it('is refused when it was changed, made with another key, or for another control plane', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const identity = {
      node: node.id,
      cluster: CLUSTER_NAME,
      thumbprint: (await w.state(node.id)).keys?.thumbprint ?? '',
    };
    const [key] = await w.world.keyring.nodeTokenKeys();
    if (!key) throw new Error('no key');
    const at = { controlPlane: w.world.controlPlane, nowSeconds: now(w) };
    const make = (over: Partial<typeof at>, made = key) =>
      issueNodeToken(identity, { ...at, ...over }, { key: made, lifetimeSeconds: 600 }).token;
    const good = make({});
    const changed = `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`;
    const forged = make({}, { id: key.id, key: new Uint8Array(32) });
    expect((await node.post(`/nodes/${node.id}/check-in`, quietCheckIn(), `Bearer ${good}`)).status).toBe(200);
    for (const token of [changed, forged, make({ controlPlane: 'other' }), `${good}.x`])
      expect((await node.post(`/nodes/${node.id}/check-in`, quietCheckIn(), `Bearer ${token}`)).status).toBe(401);
  });
});
