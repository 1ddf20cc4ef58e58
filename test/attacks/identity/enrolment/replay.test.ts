import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUSTER_NAME } from '../../../support/draft-release.ts';
import { type Enroller, enroller, headerOf, pair, refusedFor } from './enroller.ts';

let w: Enroller;
beforeEach(async () => {
  w = await enroller();
});
afterEach(() => w.close());

/** Everything that was sent to enrol, as somebody in the middle sees it. */
async function caught(uses = 3) {
  const token = await w.newToken({ uses });
  const node = w.stranger();
  const request = node.enrolmentRequest(token, { jti: 'caught-in-the-middle' });
  const send = (over: { request?: string; header?: string } = {}) =>
    node.post('/nodes', { request: over.request ?? request }, over.header ?? headerOf(token));
  const first = await send();
  expect(first).toMatchObject({ status: 201, body: { cluster: CLUSTER_NAME, status: 'active' } });
  node.id = String(first.body['nodeId']);
  return { token, node, request, send, first };
}

describe('an enrolment request that comes again', () => {
  it('byte for byte is answered as before, costs no use and makes nothing', async () => {
    const { token, send, first, node } = await caught();
    const before = [await w.usesLeft(token), await w.made(), (await w.events(node.id)).length];
    for (const _ of [1, 2, 3]) expect(await send()).toStrictEqual(first);
    expect([await w.usesLeft(token), await w.made(), (await w.events(node.id)).length]).toStrictEqual(before);
    expect(before[0]).toBe(2);
  });

  it('many times at once, before the first answer, makes one node', async () => {
    const token = await w.newToken({ uses: 5 });
    const node = w.stranger();
    const request = node.enrolmentRequest(token);
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => node.post('/nodes', { request }, headerOf(token))),
    );
    expect(new Set(replies.map(({ body }) => body['nodeId'])).size).toBe(1);
    expect([await w.usesLeft(token), await w.made()]).toStrictEqual([4, { nodes: 1, keys: 1 }]);
  });

  it('gives whoever caught it nothing: the answer is no secret, and speaks for a key they do not have', async () => {
    const { node } = await caught();
    const thief = w.stranger();
    thief.id = node.id;
    expect(await thief.authenticate()).toMatchObject({ body: { code: 'assertion_invalid', reason: 'signature' } });
    expect((await node.authenticate()).status).toBe(200);
  });

  it.each([
    ['within five minutes', 300_000, 201],
    ['later', 300_001, 401],
  ])('%s: %i ms: %i', async (_name, ms, status) => {
    const { send } = await caught();
    await w.clock.advance(ms);
    expect(await send()).toMatchObject(status === 201 ? { status } : { status, body: { code: 'clock_skew' } });
  });

  it.each([
    ['other facts', { facts: { hostname: 'vault-1' } }],
    [
      'another encryption key',
      { encryptionKey: (({ kty, crv, x, y }) => ({ kty, crv, x, y }))(pair().publicKey.export({ format: 'jwk' })) },
    ],
    ['another jti', { jti: 'another-one' }],
  ])('with %s by the same key is answered as before, and the record stays what it was', async (_name, over) => {
    const { token, node, first, send } = await caught();
    const before = await w.state(node.id);
    expect(await send({ request: node.enrolmentRequest(token, over as never) })).toStrictEqual(first);
    expect(await w.state(node.id)).toStrictEqual(before);
    expect(await w.usesLeft(token)).toBe(2);
  });

  it('under another token is no second node: a key is one node’s for ever', async () => {
    const { node, request } = await caught();
    const other = await w.newToken();
    const before = await w.made();
    expect(await node.post('/nodes', { request }, headerOf(other))).toMatchObject(refusedFor('token_id'));
    expect(await node.post('/nodes', { request: node.enrolmentRequest(other) }, headerOf(other))).toMatchObject({
      status: 409,
      body: { code: 'key_in_use' },
    });
    expect([await w.usesLeft(other), await w.made()]).toStrictEqual([1, before]);
  });

  it('of a node that was removed makes it no node again, by its own token or another', async () => {
    const { token, node, request } = await caught();
    await w.remove(node.id);
    const before = [await w.usesLeft(token), await w.made()];
    const revoked = { status: 401, body: { code: 'node_revoked' } };
    expect(await node.post('/nodes', { request }, headerOf(token))).toMatchObject(revoked);
    expect(await node.post('/nodes', { request: node.enrolmentRequest(token) }, headerOf(token))).toMatchObject(
      revoked,
    );
    expect(await node.enrol(await w.newToken())).toMatchObject({ status: 409, body: { code: 'key_in_use' } });
    expect([await w.usesLeft(token), await w.made()]).toStrictEqual(before);
    expect((await w.state(node.id)).status).toBe('removed');
  });

  it('a jti names a message and not a node: another key with the same one is another node', async () => {
    const { token, first } = await caught();
    const reply = await w.stranger().enrol(token, { jti: 'caught-in-the-middle' });
    expect(reply.status).toBe(201);
    expect(reply.body['nodeId']).not.toBe(first.body['nodeId']);
    expect(await w.usesLeft(token)).toBe(1);
  });
});
