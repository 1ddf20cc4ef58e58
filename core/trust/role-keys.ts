import type { TrustRoot } from '../../schemas/documents.ts';
import { type PublicKey, readPublicKey } from '../integrity/keys.ts';

const readKeys = (keys: readonly { readonly publicKey: string }[]): PublicKey[] =>
  keys.flatMap(({ publicKey }) => readPublicKey(publicKey) ?? []);

/**
 * The keys whose signature counts for releases and directives of this cluster: all of the release role but those
 * limited to other clusters.
 * @see docs/protocol.md §2.8
 */
export const releaseKeys = ({ roles }: TrustRoot, cluster: string): PublicKey[] =>
  readKeys(
    Object.values(roles.release.keys).filter(({ clusters }) => clusters === undefined || clusters.includes(cluster)),
  );

/** Every key of a role, whatever it is limited to. */
export const roleKeys = ({ roles }: TrustRoot, role: keyof TrustRoot['roles']): PublicKey[] =>
  readKeys(Object.values(roles[role].keys));
