import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { publicKeys } from '../../../usecases/trust/public-keys.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { memoryWorld } from '../../support/world.ts';

const DOCUMENTS = ['release', 'directive', 'root'] as const;
const envelopes = {} as Record<(typeof DOCUMENTS)[number], { envelope: DsseEnvelope; pem: string }>;
const folder = mkdtempSync(join(tmpdir(), 'plumb-openssl-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const { world } = memoryWorld();
  const root = await loadTestRoot(world);
  await draftRelease(world);
  await signPending(world, CLUSTER_NAME);
  const { draft, served } = await clusterState(world);
  const bytes = await world.blobs.get('release', draft?.envelopeSha256 ?? '');
  const keys = await publicKeys(world);
  const pem = (keys.ok && keys.value.keys.find(({ role }) => role === 'release')?.publicKey) || '';
  envelopes.release = { envelope: JSON.parse(new TextDecoder().decode(bytes)) as DsseEnvelope, pem };
  envelopes.directive = { envelope: served?.envelope as DsseEnvelope, pem };
  const rootPem = createPublicKey(root.rootKey).export({ format: 'pem', type: 'spki' }).toString();
  envelopes.root = { envelope: root.envelope, pem: rootPem };
});

/** Nothing but the file formats of docs/protocol.md §1.5: base64 and PAE put together by hand, no code of ours. */
function opensslAccepts(envelope: DsseEnvelope, pem: string): boolean {
  const payload = Buffer.from(envelope.payload, 'base64');
  const head = `DSSEv1 ${Buffer.byteLength(envelope.payloadType)} ${envelope.payloadType} ${payload.length} `;
  writeFileSync(join(folder, 'pae'), Buffer.concat([Buffer.from(head), payload]));
  writeFileSync(join(folder, 'sig'), Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'));
  writeFileSync(join(folder, 'key.pem'), pem);
  try {
    const answer = execFileSync('openssl', ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'sig', 'pae'], {
      cwd: folder,
    });
    return answer.toString() === 'Verified OK\n';
  } catch {
    return false;
  }
}

function sigstoreAccepts(envelope: DsseEnvelope, pem: string): boolean {
  const [{ keyid, sig } = { sig: '' }] = envelope.signatures;
  const bundle = bundleFromJSON({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: keyid }, tlogEntries: [] },
    dsseEnvelope: { ...envelope, signatures: [{ keyid, sig }] },
  });
  const verifier = new Verifier(
    {
      certificateAuthorities: [],
      timestampAuthorities: [],
      tlogs: [],
      ctlogs: [],
      publicKey: () => ({ publicKey: createPublicKey(pem), validFor: () => true }),
    },
    { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0 },
  );
  try {
    verifier.verify(toSignedEntity(bundle));
    return true;
  } catch {
    return false;
  }
}

const changed = (envelope: DsseEnvelope): DsseEnvelope => {
  const payload = Buffer.from(envelope.payload, 'base64').toString().replace('plumbline-test', 'plumbline-tesT');
  return { ...envelope, payload: Buffer.from(payload).toString('base64') };
};

describe.each([
  { name: 'the openssl command line', accepts: opensslAccepts },
  { name: '@sigstore/verify', accepts: sigstoreAccepts },
])('$name', ({ accepts }) => {
  it.each(DOCUMENTS)('accepts a real %s, and not one letter of it changed', (document) => {
    const { envelope, pem } = envelopes[document];
    expect(accepts(envelope, pem)).toBe(true);
    expect(accepts(changed(envelope), pem)).toBe(false);
  });
  it('accepts no release under the root key', () =>
    expect(accepts(envelopes.release.envelope, envelopes.root.pem)).toBe(false));
});
