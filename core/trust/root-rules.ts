import type { TrustRoot } from '../../schemas/documents.ts';
import { readPublicKey } from '../integrity/keys.ts';

export type RootRule =
  | 'shape'
  | 'version_not_next'
  | 'epoch_lowered'
  | 'key_unreadable'
  | 'key_of_wrong_kind'
  | 'key_id_differs'
  | 'key_in_two_roles'
  | 'threshold_unreachable'
  | 'threshold_not_one';

const KIND = { root: 'P-256', release: 'P-256', checkpoint: 'Ed25519' } as const;
const ROLES = ['root', 'release', 'checkpoint'] as const;

/**
 * The first rule that a root breaks, by itself or after the one before it. Signatures are not looked at.
 * @see docs/protocol.md §2.7
 */
export function brokenRule(root: TrustRoot, previous: TrustRoot | undefined): RootRule | undefined {
  if (previous && root.version !== previous.version + 1) return 'version_not_next';
  if (previous && root.epoch < previous.epoch) return 'epoch_lowered';
  for (const role of ROLES) {
    const { keys, threshold } = root.roles[role];
    for (const [keyId, { publicKey }] of Object.entries(keys)) {
      const key = readPublicKey(publicKey);
      if (!key) return 'key_unreadable';
      if (key.kind !== KIND[role]) return 'key_of_wrong_kind';
      if (key.keyId !== keyId) return 'key_id_differs';
    }
    if (threshold > Object.keys(keys).length) return 'threshold_unreachable';
    // Releases, directives and checkpoints carry exactly one signature.
    if (role !== 'root' && threshold !== 1) return 'threshold_not_one';
  }
  // A root key that a server held would be no root key.
  const shared = Object.keys(root.roles.root.keys).some((keyId) => Object.hasOwn(root.roles.release.keys, keyId));
  return shared ? 'key_in_two_roles' : undefined;
}
