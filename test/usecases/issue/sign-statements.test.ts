import { describe, expect, it } from 'vitest';
import { done } from '../../../core/decision.ts';
import { verifyEnvelope } from '../../../core/integrity/dsse.ts';
import { NODE } from '../../../core/node/record/evolve.ts';
import { releaseKeys } from '../../../core/trust/role-keys.ts';
import { VERSION, versionKey } from '../../../core/version/evolve.ts';
import { DsseEnvelope, IN_TOTO_PAYLOAD_TYPE } from '../../../schemas/documents.ts';
import { signLabels } from '../../../usecases/issue/sign-labels.ts';
import { signVersion } from '../../../usecases/issue/sign-version.ts';
import { loadState } from '../../../usecases/load-state.ts';
import type { World } from '../../../usecases/ports.ts';
import { transact } from '../../../usecases/transact.ts';
import { currentRoot } from '../../../usecases/trust/current-root.ts';
import { callAs } from '../../support/call.ts';
import { config, good, version } from '../../support/content.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { START } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';

const CONFIG_NAME = 'payment-service.production';
const KEY = versionKey(CONFIG_NAME, '1.0.0');
const NODE_ID = `node-${'a'.repeat(32)}`;

const payloadOf = async (world: World, envelope: DsseEnvelope): Promise<unknown> => {
  const current = await currentRoot(world);
  const keys = current ? releaseKeys(current.root, CONFIG_NAME) : [];
  const opened = verifyEnvelope(envelope, IN_TOTO_PAYLOAD_TYPE, keys);
  return opened.ok ? JSON.parse(new TextDecoder().decode(opened.payload)) : opened.code;
};

async function published(required: readonly string[] = []) {
  const memory = memoryWorld();
  good(await config(memory.world, CONFIG_NAME, required.length > 0 ? { requiredVerdicts: required } : {}));
  good(await version(memory.world, CONFIG_NAME, '1.0.0', { retries: 3 }));
  return memory;
}

describe('a version statement', () => {
  it('is signed once all required verdicts have passed', async () => {
    const { world } = await published();
    await loadTestRoot(world);
    expect(await signVersion(world, KEY)).toStrictEqual(done(true));
    const { statement, profile } = (await loadState(world, VERSION, KEY)).state;
    expect(await payloadOf(world, statement?.envelope as DsseEnvelope)).toMatchObject({
      predicateType: 'https://plumbline.dev/version/v1',
      subject: [{ name: CONFIG_NAME, digest: { sha256: profile?.digest } }],
      predicate: { controlPlane: 'plumbline-test', config: CONFIG_NAME, version: '1.0.0' },
    });
    expect(await signVersion(world, KEY)).toStrictEqual(done(false));
  });

  it('is not signed while a required verdict is missing', async () => {
    const { world } = await published(['review']);
    await loadTestRoot(world);
    expect(await signVersion(world, KEY)).toStrictEqual(done(false));
    expect((await loadState(world, VERSION, KEY)).state.statement).toBeNull();
  });

  it('is not signed without a trust root, nor for a version that is not there', async () => {
    const { world } = await published();
    expect(await signVersion(world, KEY)).toMatchObject({ ok: false, code: 'trust_root_missing' });
    expect(await signVersion(world, versionKey(CONFIG_NAME, '9.9.9'))).toStrictEqual(done(false));
  });

  it.each([{ stored: false }, { stored: true }])(
    'is kept once when the write fails (stored: $stored)',
    async ({ stored }) => {
      const { world, failOnce } = await published();
      await loadTestRoot(world);
      failOnce('streams', 'append', { stored });
      await expect(signVersion(world, KEY)).rejects.toThrow('streams.append failed');
      expect(await signVersion(world, KEY)).toStrictEqual(done(!stored));
      const events = await world.streams.events(`local/version/${KEY}`, { after: 0, limit: 50 });
      expect(events.filter(({ type }) => type === 'VersionSigned')).toHaveLength(1);
    },
  );
});

/** A node with labels, as enrolment leaves it. */
async function labelled() {
  const memory = memoryWorld();
  const jwk = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
  const keys = { identityKey: jwk, encryptionKey: jwk, thumbprint: 'f'.repeat(64) };
  const common = { at: START, cluster: CONFIG_NAME } as const;
  await transact(memory.world, callAs('Admin'), async (tx) => {
    await tx.load(NODE, NODE_ID);
    tx.append(NODE, NODE_ID, [
      { ...common, type: 'NodeEnrolled', tokenId: 't', keys, facts: {}, request: 'jws' },
      { ...common, type: 'LabelsDrafted', revision: 1, labels: { zone: 'b' }, by: 'ada' },
    ]);
    return done(null);
  });
  return memory;
}

describe('a labels statement', () => {
  it('says what the node was granted, signed once', async () => {
    const { world } = await labelled();
    await loadTestRoot(world);
    expect(await signLabels(world, NODE_ID)).toStrictEqual(done(true));
    expect(await signLabels(world, NODE_ID)).toStrictEqual(done(false));
    const { labels } = (await loadState(world, NODE, NODE_ID)).state;
    const bytes = await world.blobs.get('labels', labels.envelopeSha256 ?? '');
    const envelope = DsseEnvelope.parse(JSON.parse(new TextDecoder().decode(bytes)));
    expect(await payloadOf(world, envelope)).toMatchObject({
      predicate: { controlPlane: 'plumbline-test', node: NODE_ID, revision: 1, labels: { zone: 'b' }, issuedAt: START },
    });
  });

  it('is not made for a node that is not there, nor without a trust root', async () => {
    const { world } = await labelled();
    expect(await signLabels(world, NODE_ID)).toMatchObject({ ok: false, code: 'trust_root_missing' });
    expect(await signLabels(world, `node-${'b'.repeat(32)}`)).toStrictEqual(done(false));
  });

  it.each([
    { port: 'blobs', method: 'put', stored: false, again: true },
    { port: 'blobs', method: 'put', stored: true, again: true },
    { port: 'streams', method: 'append', stored: false, again: true },
    { port: 'streams', method: 'append', stored: true, again: false },
  ] as const)('is kept once when $port.$method fails (stored: $stored)', async ({ port, method, stored, again }) => {
    const { world, failOnce } = await labelled();
    await loadTestRoot(world);
    (failOnce as (port: string, method: string, how: { stored: boolean }) => void)(port, method, { stored });
    await expect(signLabels(world, NODE_ID)).rejects.toThrow(`${port}.${method} failed`);
    expect(await signLabels(world, NODE_ID)).toStrictEqual(done(again));
    const events = await world.streams.events(`local/node/${NODE_ID}`, { after: 0, limit: 50 });
    expect(events.filter(({ type }) => type === 'LabelsSigned')).toHaveLength(1);
  });
});
