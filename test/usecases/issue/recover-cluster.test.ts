import { describe, expect, it } from 'vitest';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import { DsseEnvelope as Envelope } from '../../../schemas/documents.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { controlPlaneBehind } from '../../../usecases/issue/control-plane-behind.ts';
import { recoverCluster } from '../../../usecases/issue/recover-cluster.ts';
import { renewDirectives } from '../../../usecases/issue/renew-directives.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import type { World } from '../../../usecases/ports.ts';
import { loadRoot } from '../../../usecases/trust/load-root.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const HOUR_MS = 3_600_000;
const JUSTIFICATION = 'restored from the backup of Sunday';

/** A control plane and the one that was restored from its backup: same keys and root, but the last weeks are gone. */
async function restored(): Promise<{ lost: MemoryWorld; world: World; envelopes: DsseEnvelope[] }> {
  const lost = memoryWorld();
  const { envelope } = await loadTestRoot(lost.world);
  const { world } = memoryWorld({ signer: lost.world.signer, clock: lost.clock });
  await loadRoot(world, { params: {}, query: {}, body: envelope }, callAs('Admin'));
  await draftRelease(world);
  await signPending(world, CLUSTER_NAME);
  for (let generation = 1; generation <= 3; generation++) {
    await draftRelease(lost.world);
    await signPending(lost.world, CLUSTER_NAME);
    await lost.clock.advance(13 * HOUR_MS);
    await renewDirectives(lost.world);
  }
  const { draft, served } = await clusterState(lost.world);
  const release = await lost.world.blobs.get('release', draft?.envelopeSha256 ?? '');
  const envelopes = [
    Envelope.parse(JSON.parse(Buffer.from(release ?? []).toString())),
    served?.envelope as DsseEnvelope,
  ];
  return { lost, world, envelopes };
}
const shown = (envelopes: readonly DsseEnvelope[], cluster = CLUSTER_NAME) => ({ node: 'node-1', cluster, envelopes });
const recover = (world: World, call = callAs('Operator')) =>
  recoverCluster(world, { params: { name: CLUSTER_NAME }, query: {}, body: { justification: JUSTIFICATION } }, call);

describe('a control plane behind its nodes', () => {
  it('stops signing when a node shows what our own key signed above all we know', async () => {
    const { world, envelopes } = await restored();
    expect(await controlPlaneBehind(world, shown(envelopes))).toStrictEqual({ ok: true, value: { stopped: true } });
    expect((await clusterState(world)).signingStopped).toMatchObject({
      provenEpoch: 1,
      provenGeneration: 3,
      provenSequence: 6,
    });
    await draftRelease(world);
    expect(await signPending(world, CLUSTER_NAME)).toMatchObject({ ok: false, code: 'cluster_signing_stopped' });
  });

  it.each([
    {
      name: 'a stranger’s signature',
      change: (envelope: DsseEnvelope) => ({ ...envelope, signatures: [{ sig: 'MAYCAQECAQE=' }] }),
    },
    {
      name: 'a changed payload',
      change: (envelope: DsseEnvelope) => ({
        ...envelope,
        payload: Buffer.from(
          Buffer.from(envelope.payload, 'base64').toString().replace('"generation":3', '"generation":9'),
        ).toString('base64'),
      }),
    },
    { name: 'another payload type', change: (envelope: DsseEnvelope) => ({ ...envelope, payloadType: 'text/plain' }) },
  ])('is not moved by $name', async ({ change }) => {
    const { world, envelopes } = await restored();
    expect(await controlPlaneBehind(world, shown(envelopes.map(change)))).toStrictEqual({
      ok: true,
      value: { stopped: false },
    });
  });

  it('is not moved by what it signed for another cluster', async () => {
    const { world, envelopes } = await restored();
    await draftRelease(world, { name: 'other.production' });
    expect(await controlPlaneBehind(world, shown(envelopes, 'other.production'))).toStrictEqual({
      ok: true,
      value: { stopped: false },
    });
  });

  it('is not moved by what it knows, nor by nothing', async () => {
    const { lost, envelopes } = await restored();
    expect(await controlPlaneBehind(lost.world, shown(envelopes))).toStrictEqual({
      ok: true,
      value: { stopped: false },
    });
    expect(await controlPlaneBehind(lost.world, shown([]))).toStrictEqual({ ok: true, value: { stopped: false } });
  });

  it.each([{ stored: false }, { stored: true }])(
    'notices once when the write fails (stored: $stored)',
    async ({ stored }) => {
      const lost = await restored();
      const memory = memoryWorld({ signer: lost.world.signer });
      await draftRelease(memory.world);
      memory.failOnce('streams', 'append', { stored });
      await expect(controlPlaneBehind(memory.world, shown(lost.envelopes))).rejects.toThrow('streams.append failed');
      expect(await controlPlaneBehind(memory.world, shown(lost.envelopes))).toStrictEqual({
        ok: true,
        value: { stopped: true },
      });
    },
  );
});

describe('recovering a cluster', () => {
  it('goes on above the highest proven release and directive', async () => {
    const { world, envelopes } = await restored();
    await controlPlaneBehind(world, shown(envelopes));
    expect(await recover(world)).toMatchObject({
      ok: true,
      value: { cluster: CLUSTER_NAME, epoch: 1, generation: 3, sequence: 7 },
    });
    expect(await signPending(world, CLUSTER_NAME)).toMatchObject({ ok: true, value: { directive: 7 } });
    expect((await draftRelease(world)).generation).toBe(4);
    // The same proof again says nothing new: the next directives are above it.
    expect(await controlPlaneBehind(world, shown(envelopes))).toStrictEqual({ ok: true, value: { stopped: false } });
  });

  it('changes nothing without need', async () => {
    const { lost } = await restored();
    const before = await clusterState(lost.world);
    expect(await recover(lost.world)).toMatchObject({ ok: true, value: { generation: 3, sequence: 6 } });
    expect(await clusterState(lost.world)).toStrictEqual(before);
  });

  it('is refused without a trust root', async () => {
    const { world } = memoryWorld();
    await draftRelease(world);
    expect(await recover(world)).toMatchObject({ ok: false, code: 'trust_root_missing' });
  });

  it('is refused when the cluster changed since it was read', async () => {
    const { world } = await restored();
    expect(await recover(world, callAs('Operator', { ifMatch: 1 }))).toMatchObject({
      ok: false,
      code: 'precondition_failed',
    });
  });

  it('is refused to an Operator whom the access list leaves out', async () => {
    const { world } = await restored();
    await setAccess(
      world,
      { cluster: CLUSTER_NAME },
      { entries: [{ subject: 'ada', rights: ['write'] }] },
      callAs('Admin'),
    );
    expect(await recover(world)).toMatchObject({ ok: false, code: 'forbidden' });
    expect(await recover(world, callAs('Operator', { subject: 'bob' }))).toMatchObject({
      ok: false,
      code: 'cluster_unknown',
    });
  });
});
