import type { TrustRoot } from '../../schemas/documents.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { PublicKey } from '../integrity/keys.ts';
import { releaseKeys, roleKeys } from '../trust/role-keys.ts';

/** A root that was accepted, with the keys a node of one cluster needs from it; read once, used for every document. */
export interface TrustedRoot {
  readonly root: TrustRoot;
  /** SHA-256 of its payload. */
  readonly digest: Sha256;
  readonly releaseKeys: readonly PublicKey[];
  /** Known keys whose word does not count here: another role, or a release key limited to other clusters. */
  readonly otherKeys: readonly PublicKey[];
}

export function trustedRoot(root: TrustRoot, digest: Sha256, cluster: string): TrustedRoot {
  const own = releaseKeys(root, cluster);
  const counted = new Set(own.map(({ keyId }) => keyId));
  const all = [...roleKeys(root, 'root'), ...roleKeys(root, 'release'), ...roleKeys(root, 'checkpoint')];
  return { root, digest, releaseKeys: own, otherKeys: all.filter(({ keyId }) => !counted.has(keyId)) };
}
