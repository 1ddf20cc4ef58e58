import { describe, expect, it } from 'vitest';
import { publicKeyOfJwk } from '../../../core/integrity/keys.ts';
import { confirmReplacement, replaceNode } from '../../../usecases/node/replace-node.ts';
import { callAs } from '../../support/call.ts';
import { nodeWorld } from '../../support/node-world.ts';
import { testNode } from '../../support/test-node.ts';

const replacing = async (w: Awaited<ReturnType<typeof nodeWorld>>, id: string): Promise<string> => {
  const offered = await replaceNode(
    w.world,
    { params: { id }, query: {}, body: {} },
    callAs('Operator', { at: w.clock.instant() }),
  );
  if (!offered.ok) throw new Error(offered.code);
  return offered.value.token;
};

describe('replacement', () => {
  it('lets the new key wait until its fingerprint is confirmed, and revokes the old one', async () => {
    const w = await nodeWorld();
    const old = await w.enrolled();
    const fresh = testNode(w.world, w.handler);
    const token = await replacing(w, old.id);
    expect(await fresh.enrol(token)).toMatchObject({ status: 201, body: { nodeId: old.id, status: 'pending' } });
    expect(await fresh.authenticate()).toMatchObject({ status: 401 });
    expect((await old.checkIn()).status).toBe(200);

    const fingerprint = publicKeyOfJwk(fresh.identityKey)?.keyId ?? '';
    const confirm = (print: string) =>
      confirmReplacement(
        w.world,
        { params: { id: old.id }, query: {}, body: { fingerprint: print, justification: 'mainboard failed' } },
        callAs('Operator', { at: w.clock.instant() }),
      );
    expect(await confirm(`SHA256:${'A'.repeat(43)}`)).toMatchObject({
      code: 'no_replacement_pending',
      details: { pending: fingerprint },
    });
    expect(await confirm(fingerprint)).toMatchObject({ ok: true });
    expect(await confirm(fingerprint)).toMatchObject({ code: 'no_replacement_pending' });

    expect(await old.checkIn()).toMatchObject({ status: 401, body: { code: 'node_revoked' } });
    expect(await old.authenticate()).toMatchObject({ status: 401 });
    expect(await fresh.authenticate()).toMatchObject({ status: 200 });
    expect((await fresh.checkIn()).status).toBe(200);
    expect(await fresh.enrol(token)).toMatchObject({ status: 201, body: { status: 'active' } });
  });
  it('takes a token only for its own node and once', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const token = await replacing(w, node.id);
    expect(await testNode(w.world, w.handler).enrol(token)).toMatchObject({
      body: { nodeId: node.id, status: 'pending' },
    });
    expect(await testNode(w.world, w.handler).enrol(token)).toMatchObject({ status: 401, body: { reason: 'used_up' } });
  });
});
