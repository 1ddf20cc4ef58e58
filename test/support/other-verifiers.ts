import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import { signPending } from '../../usecases/issue/sign-pending.ts';
import type { World } from '../../usecases/ports.ts';
import { publicKeys } from '../../usecases/trust/public-keys.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from './draft-release.ts';
import { loadTestRoot } from './trust-root.ts';

export const DOCUMENTS = ['release', 'directive', 'root'] as const;
/** Documents as nodes get them, each with the public key it is to be verified by. */
export type SignedDocuments = Record<(typeof DOCUMENTS)[number], { envelope: DsseEnvelope; pem: string }>;

/** One of each, signed by this world's signer; the root by a key of its own. */
export async function signedDocuments(world: World): Promise<SignedDocuments> {
  const root = await loadTestRoot(world);
  await draftRelease(world);
  await signPending(world, CLUSTER_NAME);
  const { draft, served } = await clusterState(world);
  const bytes = await world.blobs.get('release', draft?.envelopeSha256 ?? '');
  const keys = await publicKeys(world);
  const pem = (keys.ok && keys.value.keys.find(({ role }) => role === 'release')?.publicKey) || '';
  const rootPem = createPublicKey(root.rootKey).export({ format: 'pem', type: 'spki' }).toString();
  return {
    release: { envelope: JSON.parse(new TextDecoder().decode(bytes)) as DsseEnvelope, pem },
    directive: { envelope: served?.envelope as DsseEnvelope, pem },
    root: { envelope: root.envelope, pem: rootPem },
  };
}

/** One letter of the payload changed. */
export const changed = (envelope: DsseEnvelope): DsseEnvelope => {
  const payload = Buffer.from(envelope.payload, 'base64').toString().replace('plumbline-test', 'plumbline-tesT');
  return { ...envelope, payload: Buffer.from(payload).toString('base64') };
};

/** Nothing but the file formats of docs/protocol.md §1.5: base64 and PAE put together by hand, no code of ours. */
function opensslAccepts(envelope: DsseEnvelope, pem: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-openssl-'));
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
  } finally {
    rmSync(folder, { recursive: true });
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

/** Programs written by others that are to agree with us. */
export const OTHER_VERIFIERS = [
  { name: 'the openssl command line', accepts: opensslAccepts },
  { name: '@sigstore/verify', accepts: sigstoreAccepts },
];
