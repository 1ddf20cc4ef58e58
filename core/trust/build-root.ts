import type { TrustRoot } from '../../schemas/documents.ts';
import type { Instant } from '../../schemas/words.ts';
import { readPublicKey } from '../integrity/keys.ts';
import { type PayloadBytes, payloadBytes } from '../integrity/statement.ts';

export interface RootInput {
  readonly controlPlane: string;
  readonly version: number;
  readonly epoch: number;
  readonly expiresAt: Instant;
  /** Public keys, SubjectPublicKeyInfo PEM. */
  readonly rootKeys: readonly string[];
  readonly rootThreshold: number;
  readonly releaseKeys: readonly { readonly publicKey: string; readonly clusters?: readonly string[] | undefined }[];
  readonly checkpointKeys: readonly string[];
}

/**
 * The bytes of a trust root, for people to sign.
 * @throws RangeError when a key is no P-256 or Ed25519 public key
 * @see docs/protocol.md §2.6
 */
export function buildRoot(input: RootInput): PayloadBytes<TrustRoot> {
  const { controlPlane, version, epoch, expiresAt, rootThreshold } = input;
  const plain = (keys: readonly string[]) => keys.map((publicKey) => ({ publicKey }));
  return payloadBytes<TrustRoot>({
    controlPlane,
    version,
    expiresAt,
    epoch,
    roles: {
      root: { keys: byKeyId(plain(input.rootKeys)), threshold: rootThreshold },
      release: { keys: byKeyId(input.releaseKeys), threshold: 1 },
      checkpoint: { keys: byKeyId(plain(input.checkpointKeys)), threshold: 1 },
    },
  });
}

type RoleKeys = TrustRoot['roles']['root']['keys'];

const byKeyId = (keys: RootInput['releaseKeys']): RoleKeys =>
  Object.fromEntries(
    keys.map(({ publicKey, clusters }) => {
      const key = readPublicKey(publicKey);
      if (!key) throw new RangeError('not a P-256 or Ed25519 public key');
      return [key.keyId, clusters === undefined ? { publicKey } : { publicKey, clusters: [...clusters] }];
    }),
  );
