import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicKeyOfJwk } from '../../../../core/integrity/keys.ts';
import type { TestNode } from '../../../support/test-node.ts';
import { type Enroller, enroller, refusedFor } from './enroller.ts';

/* A replacement token moves a name to another key. Whoever steals one must still get past an operator's eyes. */

let w: Enroller;
let victim: TestNode;
beforeEach(async () => {
  w = await enroller();
  victim = await w.enrolled();
});
afterEach(() => w.close());

const printOf = (node: TestNode): string => publicKeyOfJwk(node.identityKey)?.keyId ?? '';
const waiting = async () => (await w.state(victim.id)).pending?.fingerprint;
const stillTheVictims = async (): Promise<void> => {
  expect((await w.state(victim.id)).keys?.identityKey).toStrictEqual({ ...victim.identityKey });
  expect((await victim.checkIn()).status).toBe(200);
  expect((await victim.authenticate()).status).toBe(200);
};

describe('a stolen replacement token', () => {
  it('makes no new node, and the key it brings may do nothing until it is confirmed', async () => {
    const token = await w.offer(victim.id);
    const thief = w.stranger();
    const { nodes } = await w.made();
    expect(await thief.enrol(token)).toMatchObject({ status: 201, body: { nodeId: victim.id, status: 'pending' } });
    expect((await w.made()).nodes).toBe(nodes);
    expect(await thief.authenticate()).toMatchObject({ body: { code: 'assertion_invalid', reason: 'signature' } });
    thief.token = victim.token;
    const receipt = thief.receipt({ cluster: 'x', generation: 1, digest: 'a'.repeat(64), configs: {} });
    expect((await thief.send(receipt)).body['results']).toMatchObject([
      { code: 'receipt_invalid', reason: 'signature' },
    ]);
    await stillTheVictims();
  });

  it('is good once, also for two machines at the same time', async () => {
    const token = await w.offer(victim.id);
    const replies = await Promise.all([w.stranger(), w.stranger()].map((each) => each.enrol(token)));
    expect(replies.map(({ status }) => status).toSorted()).toStrictEqual([201, 401]);
    expect(replies.find(({ status }) => status === 401)).toMatchObject(refusedFor('used_up'));
    expect(await w.stranger().enrol(token)).toMatchObject(refusedFor('used_up'));
    await stillTheVictims();
  });

  it.each([
    ['another cluster in the request', { cluster: 'vault.production' }, refusedFor('wrong_cluster')],
    ['a node it names itself', { nodeId: `node-${'0'.repeat(32)}` }, refusedFor('request')],
  ])('with %s is refused', async (_name, over, refused) => {
    const token = await w.offer(victim.id);
    expect(await w.stranger().enrol(token, over)).toMatchObject(refused);
    expect(await waiting()).toBeUndefined();
    expect((await w.stranger().enrol(token)).status).toBe(201);
  });

  it('ends after a day', async () => {
    const token = await w.offer(victim.id);
    await w.clock.advance(24 * 3600 * 1000);
    expect(await w.stranger().enrol(token)).toMatchObject(refusedFor('expired'));
  });

  it.each(['active', 'waiting', 'revoked'])('takes no key that is %s elsewhere', async (standing) => {
    const other = await w.enrolled();
    let key = other;
    if (standing === 'waiting') {
      key = w.stranger();
      expect((await key.enrol(await w.offer(other.id))).status).toBe(201);
    }
    if (standing === 'revoked') await w.remove(other.id);
    expect(await key.enrol(await w.offer(victim.id))).toMatchObject({ status: 409, body: { code: 'key_in_use' } });
    expect(await waiting()).toBeUndefined();
    await stillTheVictims();
  });

  it('does not bring back a node that was removed', async () => {
    const token = await w.offer(victim.id);
    await w.remove(victim.id);
    expect(await w.stranger().enrol(token)).toMatchObject({ status: 404, body: { code: 'node_unknown' } });
    expect([await w.usesLeft(token), (await w.state(victim.id)).status]).toStrictEqual([1, 'removed']);
  });
});

describe('confirming', () => {
  it.each([
    ['the fingerprint of nobody', () => `SHA256:${'A'.repeat(43)}`],
    ['the fingerprint of the present key', () => printOf(victim)],
    ['the fingerprint in another case', (fresh: TestNode) => printOf(fresh).toLowerCase()],
  ])('by %s changes nothing', async (_name, print) => {
    const fresh = w.stranger();
    await fresh.enrol(await w.offer(victim.id));
    expect(await w.confirm(victim.id, print(fresh))).toMatchObject({
      code: 'no_replacement_pending',
      details: { pending: printOf(fresh) },
    });
    await stillTheVictims();
  });

  it('nothing that waits changes nothing', async () => {
    expect(await w.confirm(victim.id, printOf(victim))).toMatchObject({ code: 'no_replacement_pending', details: {} });
    await w.offer(victim.id);
    expect(await w.confirm(victim.id, printOf(victim))).toMatchObject({ code: 'no_replacement_pending', details: {} });
    await stillTheVictims();
  });

  it('a key that waits for another node changes nothing', async () => {
    const [other, fresh] = [await w.enrolled(), w.stranger()];
    await fresh.enrol(await w.offer(other.id));
    expect(await w.confirm(victim.id, printOf(fresh))).toMatchObject({ code: 'no_replacement_pending' });
    await stillTheVictims();
  });

  it('the key that the operator compared, after a thief brought another one, changes nothing', async () => {
    const [fresh, thief] = [w.stranger(), w.stranger()];
    const [first, second] = [await w.offer(victim.id), await w.offer(victim.id)];
    await fresh.enrol(first);
    await thief.enrol(second);
    expect(await w.confirm(victim.id, printOf(fresh))).toMatchObject({
      code: 'no_replacement_pending',
      details: { pending: printOf(thief) },
    });
    await stillTheVictims();
    expect(await fresh.enrol(first)).toMatchObject({ status: 401, body: { code: 'node_revoked' } });
  });

  it('the key that waits moves the name, once, and the old key is nobody’s for ever', async () => {
    const fresh = w.stranger();
    await fresh.enrol(await w.offer(victim.id));
    expect(await w.confirm(victim.id, printOf(fresh))).toMatchObject({ ok: true });
    expect(await w.confirm(victim.id, printOf(fresh))).toMatchObject({ code: 'no_replacement_pending' });
    expect((await fresh.authenticate()).status).toBe(200);
    expect(await victim.checkIn()).toMatchObject({ status: 401, body: { code: 'node_revoked' } });
    expect(await victim.authenticate()).toMatchObject({ body: { code: 'assertion_invalid', reason: 'signature' } });
    expect(await victim.enrol(await w.newToken())).toMatchObject({ status: 409, body: { code: 'key_in_use' } });
    expect(await victim.enrol(await w.offer(fresh.id))).toMatchObject({ status: 409, body: { code: 'key_in_use' } });
  });
});
