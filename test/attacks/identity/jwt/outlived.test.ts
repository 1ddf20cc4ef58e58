import { KeyObject } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, reject } from '../../../../core/decision.ts';
import { publicKeyOfJwk } from '../../../../core/integrity/keys.ts';
import { issueNodeToken } from '../../../../core/node-token/claims.ts';
import { authenticator } from '../../../../functions/control/auth.ts';
import { confirmReplacement, replaceNode } from '../../../../usecases/node/replace-node.ts';
import { NOW_SECONDS, testIssuer } from '../../../functions/control/people.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import { CLUSTER_NAME } from '../../../support/draft-release.ts';
import { type NodeWorld, nodeWorld } from '../../../support/node-world.ts';
import { quietCheckIn, type TestNode, testNode } from '../../../support/test-node.ts';
import { partsOf } from './forge.ts';

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
/** The other signature that the same key made for the same bytes: s becomes n − s. */
function twinOf(token: string): string {
  const [header, payload, signature] = partsOf(token);
  const bytes = Buffer.from(signature, 'base64url');
  const s = ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const twin = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  return `${header}.${payload}.${twin.toString('base64url')}`;
}
const INVALID = reject('unauthenticated', { reason: 'invalid' });
const ADA = done({ subject: 'ada', role: 'Admin' });
const believing = (...configs: Parameters<typeof authenticator>[0][number][]) => {
  const authenticate = authenticator(configs, () => NOW_SECONDS * 1000);
  return (token: string) => authenticate(`Bearer ${token}`);
};

describe('a token of people', () => {
  it('is worth nothing once its issuer has let go of the key, also under the kid of the next one', async () => {
    const [old, next] = [await testIssuer(), await testIssuer()];
    const token = await old.sign();
    expect(await believing(old.config)(token)).toStrictEqual(ADA);
    expect(await believing(next.config)(token)).toStrictEqual(INVALID);
    expect(await believing(next.config)(await next.sign())).toStrictEqual(ADA);
  });

  it('by one issuer is no word of another, whatever kid and subject it takes', async () => {
    const home = await testIssuer();
    const guests = await testIssuer({ issuer: 'https://guests.example', subjectPrefix: 'guest:' });
    const ask = believing(home.config, guests.config);
    expect(await ask(await guests.sign())).toStrictEqual(done({ subject: 'guest:ada', role: 'Admin' }));
    expect(await ask(await guests.sign({ iss: home.config.issuer }))).toStrictEqual(INVALID);
    const key = KeyObject.from(home.pair.privateKey as never);
    expect(await ask(await guests.sign({}, {}, key))).toStrictEqual(INVALID);
  });

  it('with the twin of its signature is the same person, and no other', async () => {
    const issuer = await testIssuer();
    const token = await issuer.sign();
    expect(twinOf(token)).not.toBe(token);
    expect(await believing(issuer.config)(twinOf(token))).toStrictEqual(ADA);
  });
});

describe('what nodes sign', () => {
  let w: NodeWorld;
  beforeEach(async () => {
    w = await nodeWorld();
  });
  afterEach(() => w.close());

  const replaced = async (old: TestNode): Promise<TestNode> => {
    const operator = () => callAs('Operator', { at: w.clock.instant() });
    const { token } = good(await replaceNode(w.world, { params: { id: old.id }, query: {}, body: {} }, operator()));
    const fresh = testNode(w.world, w.handler);
    expect(await fresh.enrol(token)).toMatchObject({ status: 201, body: { status: 'pending' } });
    const fingerprint = publicKeyOfJwk(fresh.identityKey)?.keyId ?? '';
    const body = { fingerprint, justification: 'the mainboard failed' };
    good(await confirmReplacement(w.world, { params: { id: old.id }, query: {}, body }, operator()));
    return fresh;
  };

  it('is worth nothing once the key was replaced: assertions, tokens and receipts', async () => {
    const old = await w.enrolled();
    const made = old.assertion();
    const fresh = await replaced(old);
    expect(await old.authenticate(made)).toMatchObject({ body: { code: 'assertion_invalid', reason: 'signature' } });
    expect(await old.checkIn()).toMatchObject({ status: 401, body: { code: 'node_revoked' } });
    const receipt = old.receipt({ cluster: CLUSTER_NAME, generation: 1, digest: 'a'.repeat(64), configs: {} });
    expect(await old.send(receipt)).toMatchObject({ status: 401, body: { code: 'node_revoked' } });
    expect((await fresh.authenticate()).status).toBe(200);
    expect((await fresh.send(receipt)).body['results']).toMatchObject([
      { code: 'receipt_invalid', reason: 'signature' },
    ]);
  });

  it('a key of node tokens verifies on its day and the next one, and no more', async () => {
    const node = await w.enrolled();
    const [key] = await w.world.keyring.nodeTokenKeys();
    const thumbprint = (await w.state(node.id)).keys?.thumbprint ?? '';
    if (!key) throw new Error('no key of node tokens');
    const asked = async () => {
      const issuance = { controlPlane: w.world.controlPlane, nowSeconds: Math.floor(w.clock.now() / 1000) };
      const identity = { node: node.id, cluster: CLUSTER_NAME, thumbprint };
      const { token } = issueNodeToken(identity, issuance, { key, lifetimeSeconds: 600 });
      return (await node.post(`/nodes/${node.id}/check-in`, quietCheckIn(), `Bearer ${token}`)).status;
    };
    expect(await asked()).toBe(200);
    await w.clock.advance(24 * 3600 * 1000);
    expect(await asked()).toBe(200);
    await w.clock.advance(24 * 3600 * 1000);
    expect(await asked()).toBe(401);
    expect((await node.authenticate()).status).toBe(200);
    expect((await node.checkIn()).status).toBe(200);
  });

  it('an assertion buys one token, whatever else is changed under its jti', async () => {
    const node = await w.enrolled();
    const assertion = node.assertion({ jti: 'spent-once' });
    expect((await node.authenticate(assertion)).status).toBe(200);
    const replayed = { status: 401, body: { code: 'assertion_replayed' } };
    expect(await node.authenticate(assertion)).toMatchObject(replayed);
    expect(await node.authenticate(twinOf(assertion))).toMatchObject(replayed);
    expect(await node.authenticate(node.assertion({ jti: 'spent-once' }))).toMatchObject(replayed);
    await w.clock.advance(59_000);
    expect(await node.authenticate(node.assertion({ jti: 'spent-once' }))).toMatchObject(replayed);
    expect((await node.authenticate(node.assertion({ jti: 'spent-twice' }))).status).toBe(200);
  });

  it('a jti is one node’s own', async () => {
    const [one, two] = [await w.enrolled(), await w.enrolled()];
    expect((await one.authenticate(one.assertion({ jti: 'the-same-for-both' }))).status).toBe(200);
    expect((await two.authenticate(two.assertion({ jti: 'the-same-for-both' }))).status).toBe(200);
  });

  it('an assertion presented by many at once buys one token', async () => {
    const node = await w.enrolled();
    const assertion = node.assertion();
    const replies = await Promise.all(Array.from({ length: 20 }, () => node.authenticate(assertion)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ body }) => body.code === 'assertion_replayed')).toHaveLength(19);
  });
});
