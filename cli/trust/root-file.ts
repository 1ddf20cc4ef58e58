import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { envelopeOf, pae } from '../../core/integrity/dsse.ts';
import { readPublicKey } from '../../core/integrity/keys.ts';
import { buildRoot } from '../../core/trust/build-root.ts';
import { type DsseEnvelope, ROOT_PAYLOAD_TYPE, type TrustRoot } from '../../schemas/documents.ts';
import type { TrustKeysAnswer } from '../../schemas/trust.ts';

/** A root lives for years: it is signed by hand. */
const ROOT_LIFETIME_DAYS = 3 * 365;

export interface RootTerms {
  /** When it is signed; RFC 3339. */
  readonly at: string;
  readonly lifetimeDays?: number;
}

/** A new root key, PKCS #8 PEM (P-256): to be kept off the server. */
export const newRootKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Version 1: names the keys the server shows now, signed by the root key. */
export function initRoot({ controlPlane, keys }: TrustKeysAnswer, rootKey: string, terms: RootTerms): DsseEnvelope {
  const root = buildRoot({
    controlPlane,
    version: 1,
    epoch: 1,
    expiresAt: expiry(terms),
    rootKeys: [publicKeyOf(rootKey)],
    rootThreshold: 1,
    ...serverKeys(keys),
  });
  return signRoot(root.bytes, [rootKey]);
}

export interface Rotation extends RootTerms {
  /** Private root keys at hand; together they must reach the threshold of the present root. */
  readonly rootKeys: readonly string[];
  /** Replaces the present root keys; signs too. */
  readonly newRootKey?: string;
  /** A higher epoch puts every older release and directive out of force. */
  readonly epoch?: number;
}

/**
 * The next version after `current`: its server keys are those the server shows now, limits to clusters are kept for
 * keys that stay.
 */
export function rotateRoot(
  current: TrustRoot,
  { controlPlane, keys }: TrustKeysAnswer,
  rotation: Rotation,
): DsseEnvelope {
  const { root: rootRole, release } = current.roles;
  const kept = Object.values(rootRole.keys).map(({ publicKey }) => publicKey);
  const { releaseKeys, checkpointKeys } = serverKeys(keys);
  const root = buildRoot({
    controlPlane,
    version: current.version + 1,
    epoch: rotation.epoch ?? current.epoch,
    expiresAt: expiry(rotation),
    rootKeys: rotation.newRootKey ? [publicKeyOf(rotation.newRootKey)] : kept,
    rootThreshold: rotation.newRootKey ? 1 : rootRole.threshold,
    releaseKeys: releaseKeys.map(({ publicKey }) => {
      const keyId = readPublicKey(publicKey)?.keyId ?? '';
      return { publicKey, clusters: release.keys[keyId]?.clusters };
    }),
    checkpointKeys,
  });
  return signRoot(root.bytes, [...rotation.rootKeys, ...(rotation.newRootKey ? [rotation.newRootKey] : [])]);
}

/** ECDSA P-256, DER, over the PAE; one signature for each key. */
export function signRoot(payload: Uint8Array, rootKeys: readonly string[]): DsseEnvelope {
  const message = pae(ROOT_PAYLOAD_TYPE, payload);
  const signatures = rootKeys.map((rootKey) => ({
    keyId: readPublicKey(publicKeyOf(rootKey))?.keyId ?? '',
    signature: sign('sha256', message, createPrivateKey(rootKey)),
  }));
  return envelopeOf(ROOT_PAYLOAD_TYPE, payload, signatures);
}

const serverKeys = (keys: TrustKeysAnswer['keys']) => ({
  releaseKeys: keys.filter(({ role }) => role === 'release').map(({ publicKey }) => ({ publicKey })),
  checkpointKeys: keys.filter(({ role }) => role === 'checkpoint').map(({ publicKey }) => publicKey),
});

const publicKeyOf = (privateKey: string): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();

const expiry = ({ at, lifetimeDays = ROOT_LIFETIME_DAYS }: RootTerms): string =>
  new Date(Date.parse(at) + lifetimeDays * 24 * 3600 * 1000).toISOString();
