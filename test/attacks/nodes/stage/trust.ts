import { createPrivateKey } from 'node:crypto';
import {
  keySigner,
  newSigningKey as newServerKey,
  type SigningKey as ServerKey,
} from '../../../../adapters/embedded/keys/signer.ts';
import { buildRoot, type RootInput } from '../../../../core/trust/build-root.ts';
import { type DsseEnvelope, ROOT_PAYLOAD_TYPE, type TrustRoot } from '../../../../schemas/documents.ts';
import type { Signer, World } from '../../../../usecases/ports.ts';
import { currentRoot } from '../../../../usecases/trust/current-root.ts';
import { loadRoot } from '../../../../usecases/trust/load-root.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import { type SigningKey, signedBytes, signingKeyOf } from '../../../support/signing-keys.ts';
import { START } from '../../../support/virtual-clock.ts';

/** The control plane's keys, which can be replaced as a person does it: the new one beside the old, or in its place. */
export interface ServerKeys {
  readonly signer: Signer;
  /** What a thief has when he has the release key of now. */
  stolen(): Signer;
  replaceReleaseKey(): void;
}

export function serverKeys(): ServerKeys {
  const checkpoint = newServerKey('checkpoint', START);
  const withRelease = (release: ServerKey): Signer => keySigner([release, checkpoint]);
  let now = withRelease(newServerKey('release', START));
  return {
    signer: { sign: (role, message) => now.sign(role, message), publicKeys: () => now.publicKeys() },
    stolen: () => now,
    replaceReleaseKey: () => {
      now = withRelease(newServerKey('release', START));
    },
  };
}

/** What people at the trust root can do: make the next root from the present one, and load it. */
export interface RootHands {
  /** The key that signed root 1. */
  readonly key: SigningKey;
  /** The next root, changed and signed as said; the server's keys of now are in it. */
  next(change?: Partial<RootInput>, signers?: readonly SigningKey[]): Promise<DsseEnvelope>;
  load(envelope: DsseEnvelope): Promise<void>;
  /** `next` and `load`. */
  rotate(change?: Partial<RootInput>, signers?: readonly SigningKey[]): Promise<void>;
}

export function rootHands(world: World, rootKey: string, at: () => string): RootHands {
  const key = signingKeyOf(createPrivateKey(rootKey));
  const next: RootHands['next'] = async (change = {}, signers = [key]) => {
    const current = await currentRoot(world);
    if (!current) throw new Error('no root');
    const keys = await world.signer.publicKeys();
    const of = (role: 'release' | 'checkpoint') =>
      keys.filter((each) => each.role === role).map(({ publicKey }) => publicKey);
    const { bytes } = buildRoot({
      ...termsOf(current.root),
      releaseKeys: of('release').map((publicKey) => ({ publicKey })),
      checkpointKeys: of('checkpoint'),
      ...change,
    });
    return signedBytes(bytes, signers, ROOT_PAYLOAD_TYPE);
  };
  const load: RootHands['load'] = async (envelope) =>
    void good(await loadRoot(world, { params: {}, query: {}, body: envelope }, callAs('Admin', { at: at() })));
  return { key, next, load, rotate: async (change, signers) => load(await next(change, signers)) };
}

const termsOf = ({ controlPlane, version, epoch, expiresAt, roles: { root } }: TrustRoot) => ({
  controlPlane,
  version: version + 1,
  epoch,
  expiresAt,
  rootKeys: Object.values(root.keys).map(({ publicKey }) => publicKey),
  rootThreshold: root.threshold,
});
