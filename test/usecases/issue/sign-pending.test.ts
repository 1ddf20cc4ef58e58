import { describe, expect, it } from 'vitest';
import { keySigner, newSigningKey } from '../../../adapters/embedded/keys/signer.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import { fromBase64 } from '../../../core/integrity/base64.ts';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { verifyEnvelope } from '../../../core/integrity/dsse.ts';
import { releaseKeys } from '../../../core/trust/role-keys.ts';
import { signatureOf, VERSION, versionKey } from '../../../core/version/evolve.ts';
import { DsseEnvelope, IN_TOTO_PAYLOAD_TYPE } from '../../../schemas/documents.ts';
import { revokeVersion } from '../../../usecases/config/change-version.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { loadState } from '../../../usecases/load-state.ts';
import type { World } from '../../../usecases/ports.ts';
import { rejectSnapshot } from '../../../usecases/snapshot/reject-snapshot.ts';
import { streamId, transact } from '../../../usecases/transact.ts';
import { currentRoot } from '../../../usecases/trust/current-root.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { CLUSTER_NAME, clusterState, DEPLOYMENT_ID, draftRelease } from '../../support/draft-release.ts';
import type { FailOnce } from '../../support/fail-once.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { memoryWorld } from '../../support/world.ts';

const prepared = async () => {
  const memory = memoryWorld();
  await loadTestRoot(memory.world);
  const release = await draftRelease(memory.world);
  return { ...memory, release };
};
const eventTypes = async (world: World): Promise<string[]> => {
  const events = await world.streams.events(streamId(world.authority, CLUSTER.kind, CLUSTER_NAME), {
    after: 0,
    limit: 100,
  });
  return events.map(({ type }) => type);
};
const envelopeOfRelease = async (world: World): Promise<DsseEnvelope> => {
  const bytes = await world.blobs.get('release', (await clusterState(world)).draft?.envelopeSha256 ?? '');
  return DsseEnvelope.parse(JSON.parse(new TextDecoder().decode(bytes)));
};
const keysOf = async (world: World) => {
  const current = await currentRoot(world);
  return current ? releaseKeys(current.root, CLUSTER_NAME) : [];
};

describe('signing what is drafted', () => {
  it('signs release and directive, each over its stored bytes', async () => {
    const { world, release } = await prepared();
    const drafted = await clusterState(world);
    expect(await signPending(world, CLUSTER_NAME)).toStrictEqual({
      ok: true,
      value: { release: release.digest, directive: 1 },
    });
    const { served } = await clusterState(world);
    const keys = await keysOf(world);
    expect(verifyEnvelope(await envelopeOfRelease(world), IN_TOTO_PAYLOAD_TYPE, keys)).toMatchObject({
      ok: true,
      digest: release.digest,
    });
    expect(served?.envelope?.payload).toBe(drafted.directive?.payload);
    expect(served?.envelope && verifyEnvelope(served.envelope, IN_TOTO_PAYLOAD_TYPE, keys)).toMatchObject({
      ok: true,
      digest: drafted.directive?.digest,
    });
  });

  it('signs once: later calls find nothing to do', async () => {
    const { world } = await prepared();
    await signPending(world, CLUSTER_NAME);
    const first = await clusterState(world);
    expect(await signPending(world, CLUSTER_NAME)).toStrictEqual({
      ok: true,
      value: { release: null, directive: null },
    });
    expect(await clusterState(world)).toStrictEqual(first);
  });

  it('by several at once keeps one envelope of each', async () => {
    const { world } = await prepared();
    await Promise.all([1, 2, 3, 4].map(() => signPending(world, CLUSTER_NAME)));
    const types = await eventTypes(world);
    expect(types.filter((type) => type.endsWith('Signed'))).toStrictEqual(['ReleaseSigned', 'DirectiveSigned']);
  });

  it('leaves a directive unsigned when its release cannot be signed', async () => {
    const { world, failOnce } = await prepared();
    failOnce('signer', 'sign', { stored: false });
    await expect(signPending(world, CLUSTER_NAME)).rejects.toThrow('signer.sign failed');
    expect((await eventTypes(world)).filter((type) => type.endsWith('Signed'))).toStrictEqual([]);
  });
});

/** The table holds pairs that belong together; the type of `failOnce` sees only their mixture. */
const failAny = (failOnce: FailOnce) =>
  failOnce as (port: string, method: string, how: Parameters<FailOnce>[2]) => void;

describe('every write may fail', () => {
  it.each([
    { port: 'blobs', method: 'put', stored: false, after: 0 },
    { port: 'blobs', method: 'put', stored: true, after: 0 },
    { port: 'streams', method: 'append', stored: false, after: 0 },
    { port: 'streams', method: 'append', stored: true, after: 0 },
    { port: 'streams', method: 'append', stored: false, after: 1 },
    { port: 'streams', method: 'append', stored: true, after: 1 },
    { port: 'streams', method: 'append', stored: false, after: 2 },
    { port: 'streams', method: 'append', stored: true, after: 2 },
  ] as const)(
    '$port.$method (stored: $stored, after $after): a retry converges on the same bytes',
    async ({ port, method, stored, after }) => {
      const { world, failOnce, release } = await prepared();
      const drafted = await clusterState(world);
      failAny(failOnce)(port, method, { stored, after });
      await expect(signPending(world, CLUSTER_NAME)).rejects.toThrow(`${port}.${method} failed`);
      expect(await signPending(world, CLUSTER_NAME)).toMatchObject({ ok: true });
      const { draft, served } = await clusterState(world);
      expect(draft?.digest).toBe(release.digest);
      expect(sha256Hex(fromBase64((await envelopeOfRelease(world)).payload) ?? '')).toBe(release.digest);
      expect(served?.envelope?.payload).toBe(drafted.directive?.payload);
      const signed = (await eventTypes(world)).filter((type) => type.endsWith('Signed'));
      expect(signed).toStrictEqual(['ReleaseSigned', 'DirectiveSigned']);
    },
  );
});

describe('a release that was fit when it was drafted', () => {
  const content = (change: { revoke?: true; reject?: true }) => async (world: World) => {
    const call = callAs('Operator', { subject: 'grace' });
    const version = {
      params: { name: CLUSTER_NAME, version: '1.0.0' },
      query: {},
      body: { justification: 'leaks card numbers' },
    };
    const revision = {
      params: { name: 'spring-rates' },
      query: {},
      body: { revision: 1, note: 'not before the audit' },
    };
    if (change.revoke) good(await revokeVersion(world, version, call));
    if (change.reject) good(await rejectSnapshot(world, revision, call));
  };
  it.each([
    { name: 'a version was revoked', change: content({ revoke: true }), code: 'version_revoked' },
    { name: 'the snapshot was rejected', change: content({ reject: true }), code: 'snapshot_rejected' },
  ])('is not signed once $name', async ({ change, code }) => {
    const { world } = await prepared();
    await change(world);
    expect(await signPending(world, CLUSTER_NAME)).toMatchObject({ ok: false, code });
    const { draft, served } = await clusterState(world);
    expect({ envelope: draft?.envelopeSha256, served }).toStrictEqual({ envelope: null, served: null });
  });

  it('is not signed once a version was revoked, also when it goes back to it', async () => {
    const { world } = memoryWorld();
    await loadTestRoot(world);
    await draftRelease(world, { rollbackOf: DEPLOYMENT_ID });
    await content({ revoke: true })(world);
    expect(await signPending(world, CLUSTER_NAME)).toMatchObject({ ok: false, code: 'version_revoked' });
  });

  it('that goes back needs no new approval', async () => {
    const { world } = memoryWorld();
    await loadTestRoot(world);
    await draftRelease(world, { rollbackOf: DEPLOYMENT_ID });
    await content({ reject: true })(world);
    expect(await signPending(world, CLUSTER_NAME)).toMatchObject({ ok: true });
  });

  it('has its versions signed first', async () => {
    const { world } = await prepared();
    expect(signatureOf((await loadState(world, VERSION, versionKey(CLUSTER_NAME, '1.0.0'))).state)).toBe('unsigned');
    await signPending(world, CLUSTER_NAME);
    expect(signatureOf((await loadState(world, VERSION, versionKey(CLUSTER_NAME, '1.0.0'))).state)).toBe('signed');
  });
});

describe('nothing is signed', () => {
  it('before a trust root is loaded', async () => {
    const { world } = memoryWorld();
    await draftRelease(world);
    expect(await signPending(world, CLUSTER_NAME)).toStrictEqual({
      ok: false,
      code: 'trust_root_missing',
      details: {},
    });
  });

  it('with a key that the root does not name', async () => {
    const { world } = memoryWorld();
    await loadTestRoot(world);
    const other = keySigner([newSigningKey('release', '2026-11-22T00:00:00.000Z')]);
    await draftRelease(world);
    expect(await signPending({ ...world, signer: other }, CLUSTER_NAME)).toMatchObject({
      ok: false,
      code: 'release_key_untrusted',
    });
  });

  it('in another epoch than the root’s', async () => {
    const { world } = memoryWorld();
    await loadTestRoot(world);
    await draftRelease(world, { epoch: 2 });
    expect(await signPending(world, CLUSTER_NAME)).toMatchObject({
      ok: false,
      code: 'trust_root_invalid',
      details: { rule: 'epoch_differs' },
    });
  });

  it('while nodes are ahead of the control plane', async () => {
    const { world, failOnce } = await prepared();
    failOnce('signer', 'sign', { stored: false }); // the key is not even asked
    const at = '2026-11-22T09:31:00.000Z';
    await transact(world, callAs('Admin'), async (tx) => {
      await tx.load(CLUSTER, CLUSTER_NAME);
      tx.append(CLUSTER, CLUSTER_NAME, [
        { type: 'ControlPlaneBehind', at, node: 'n', provenEpoch: 1, provenGeneration: 9, provenSequence: 9 },
      ]);
      return done(null);
    });
    expect(await signPending(world, CLUSTER_NAME)).toStrictEqual({
      ok: false,
      code: 'cluster_signing_stopped',
      details: { since: at },
    });
  });

  it('for a cluster that is not there', async () => {
    const { world } = memoryWorld();
    expect(await signPending(world, 'nobody.production')).toMatchObject({ ok: false, code: 'cluster_unknown' });
  });
});
