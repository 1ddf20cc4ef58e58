import { done, type Outcome, reject } from '../../core/decision.ts';
import { envelopeOf, pae } from '../../core/integrity/dsse.ts';
import { releaseKeys, roleKeys } from '../../core/trust/role-keys.ts';
import { type DsseEnvelope, IN_TOTO_PAYLOAD_TYPE } from '../../schemas/documents.ts';
import type { World } from '../ports.ts';
import { currentRoot } from '../trust/current-root.ts';

export type SigningWorld = Pick<World, 'authority' | 'streams' | 'blobs' | 'signer'>;

/**
 * Signs exact statement bytes with the release key, if nodes would believe it.
 * @param cluster the cluster whose nodes shall believe it; null for what no cluster is asked about
 * @param epoch of the document, null for those without one
 * @returns `trust_root_missing`; `release_key_untrusted` when the newest root does not give our key this right;
 *   `trust_root_invalid` when the root is of another epoch than the document
 */
export async function signDocument(
  world: SigningWorld,
  bytes: Uint8Array,
  { cluster, epoch = null }: { readonly cluster: string | null; readonly epoch?: number | null },
): Promise<Outcome<DsseEnvelope>> {
  const current = await currentRoot(world);
  if (!current) return reject('trust_root_missing');
  const { root } = current;
  if (epoch !== null && epoch !== root.epoch) {
    return reject('trust_root_invalid', { rule: 'epoch_differs', epoch, rootEpoch: root.epoch });
  }
  const trusted = cluster === null ? roleKeys(root, 'release') : releaseKeys(root, cluster);
  const ours = (await world.signer.publicKeys()).find(({ role }) => role === 'release');
  if (!ours || !trusted.some(({ keyId }) => keyId === ours.keyId)) {
    return reject('release_key_untrusted', { rootVersion: root.version });
  }
  const signature = await world.signer.sign('release', pae(IN_TOTO_PAYLOAD_TYPE, bytes));
  return done(envelopeOf(IN_TOTO_PAYLOAD_TYPE, bytes, [signature]));
}
