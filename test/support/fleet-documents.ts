import { sha256Hex } from '../../core/integrity/digest.ts';
import { type PayloadBytes, payloadBytes, subjectsOf } from '../../core/integrity/statement.ts';
import { type ReleaseInput, releasePayload } from '../../core/release/payload.ts';
import { buildRoot, type RootInput } from '../../core/trust/build-root.ts';
import {
  type Candidate,
  DIRECTIVE_TYPE,
  type Directive,
  type DsseEnvelope,
  type Release,
  ROOT_PAYLOAD_TYPE,
  STATEMENT_TYPE,
  type TrustRoot,
} from '../../schemas/documents.ts';
import { newSigningKey, type SigningKey, signed, signedBytes } from './signing-keys.ts';

export const CONTROL_PLANE = 'plumbline-test';
export const CLUSTER = 'payment-service.production';
export const T0 = '2026-11-22T09:30:00.000Z';
export const later = (seconds: number, from = T0): string => new Date(Date.parse(from) + seconds * 1000).toISOString();

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export interface Issued<T> extends PayloadBytes<T> {
  readonly envelope: DsseEnvelope;
}

/** Keys of one control plane, and documents signed with them. */
export function fleetKeys() {
  return { root: newSigningKey(), release: newSigningKey(), checkpoint: newSigningKey('Ed25519') };
}
export type FleetKeys = ReturnType<typeof fleetKeys>;

export function issueRoot(
  keys: FleetKeys,
  change: Partial<RootInput> = {},
  signers: readonly SigningKey[] = [keys.root],
): Issued<TrustRoot> {
  const root = buildRoot({
    controlPlane: CONTROL_PLANE,
    version: 1,
    epoch: 1,
    expiresAt: later(5 * 365 * 86_400),
    rootKeys: [keys.root.pem],
    rootThreshold: 1,
    releaseKeys: [{ publicKey: keys.release.pem }],
    checkpointKeys: [keys.checkpoint.pem],
    ...change,
  });
  return { ...root, envelope: signedBytes(root.bytes, signers, ROOT_PAYLOAD_TYPE) };
}

/** @param contents config name → text */
export function draftRelease(
  generation: number,
  contents: { readonly [name: string]: string },
  change: Partial<ReleaseInput> = {},
): PayloadBytes<Release> {
  const configs = Object.fromEntries(
    Object.entries(contents).map(([name, content]) => {
      const bytes = text(content);
      const entry = {
        version: `1.${generation}.0`,
        digest: sha256Hex(bytes),
        mediaType: 'application/json',
        sizeBytes: bytes.length,
      };
      return [name, entry];
    }),
  );
  return releasePayload({
    controlPlane: CONTROL_PLANE,
    cluster: CLUSTER,
    epoch: 1,
    generation,
    snapshot: { name: 'spring-rates', revision: generation, digest: sha256Hex(`snapshot ${generation}`) },
    configs,
    approvals: [],
    issuedAt: T0,
    previousDigest: null,
    ...change,
  });
}

export const issueRelease = (keys: FleetKeys, ...draft: Parameters<typeof draftRelease>): Issued<Release> => {
  const release = draftRelease(...draft);
  return { ...release, envelope: signed(release, keys.release) };
};

export type DirectiveInput = Partial<Omit<Directive['predicate'], 'candidate'>> & { readonly candidate?: Candidate };

export function draftDirectiveOf(sequence: number, change: DirectiveInput = {}): PayloadBytes<Directive> {
  const predicate = {
    controlPlane: CONTROL_PLANE,
    cluster: CLUSTER,
    epoch: 1,
    sequence,
    issuedAt: T0,
    expiresAt: later(86_400),
    ...change,
  };
  const named = [predicate.stable, predicate.candidate, ...(predicate.keep ?? [])].flatMap((each) => each ?? []);
  const subjects = new Map(named.map(({ generation, digest }) => [`release-${generation}`, digest]));
  return payloadBytes<Directive>({
    _type: STATEMENT_TYPE,
    subject: subjectsOf([...subjects]),
    predicateType: DIRECTIVE_TYPE,
    predicate,
  });
}

export const issueDirective = (keys: FleetKeys, ...draft: Parameters<typeof draftDirectiveOf>): Issued<Directive> => {
  const directive = draftDirectiveOf(...draft);
  return { ...directive, envelope: signed(directive, keys.release) };
};

export const EVERYBODY = 'f'.repeat(16);
export const DEPLOYMENT = '5f3c2b1a-0000-4000-8000-000000000001';

export const candidateOf = (
  { document, digest }: Pick<PayloadBytes<Release>, 'document' | 'digest'>,
  change: Partial<Candidate> = {},
): Candidate => ({
  generation: document.predicate.generation,
  digest,
  deploymentId: DEPLOYMENT,
  cutoff: EVERYBODY,
  mode: 'activate',
  ...change,
});

export const named = ({ document, digest }: Pick<PayloadBytes<Release>, 'document' | 'digest'>) => ({
  generation: document.predicate.generation,
  digest,
});
