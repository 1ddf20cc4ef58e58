import { payloadBytes } from '../../../core/integrity/statement.ts';
import { trustedRoot } from '../../../core/node/trusted-keys.ts';
import type { Candidate, DsseEnvelope } from '../../../schemas/documents.ts';
import {
  CLUSTER,
  CONTROL_PLANE,
  candidateOf,
  draftDirectiveOf,
  draftRelease,
  fleetKeys,
  issueRoot,
  later,
  named,
  T0,
} from '../../support/fleet-documents.ts';
import { newSigningKey, signedBytes } from '../../support/signing-keys.ts';

/** The epoch of the root that these nodes hold. */
export const EPOCH = 2;
export const ROOT_EXPIRES = later(30 * 86_400);
const keys = fleetKeys();
const signers = { release: keys.release, limited: newSigningKey(), root: keys.root, stranger: newSigningKey() };
const root = issueRoot(keys, {
  epoch: EPOCH,
  expiresAt: ROOT_EXPIRES,
  releaseKeys: [{ publicKey: keys.release.pem }, { publicKey: signers.limited.pem, clusters: ['other.production'] }],
});
export const trust = trustedRoot(root.document, root.digest, CLUSTER);

/** Who signed, and how the bytes were written. */
export interface Hand {
  readonly signer: keyof typeof signers;
  /** With a blank that canonical JSON does not have. */
  readonly spaced: boolean;
}
/** Whose document it says it is. */
export interface Belongs {
  readonly controlPlane: 'ours' | 'other';
  readonly cluster: 'ours' | 'other';
  readonly epoch: number;
}
const belonging = ({ controlPlane, cluster, epoch }: Belongs) => ({
  controlPlane: controlPlane === 'ours' ? CONTROL_PLANE : 'another-plane',
  cluster: cluster === 'ours' ? CLUSTER : 'other.production',
  epoch,
});

/** What subjects say beside the predicate. */
export type Subjects = 'all' | 'one less' | 'one more';
const stray = { name: 'stray.production', digest: { sha256: '9'.repeat(64) } };

/** A release in words; two that differ in a word differ in their digest. */
export interface ReleaseTale extends Belongs {
  readonly generation: number;
  readonly content: 'a' | 'b';
  /** Content of the generation before, as it says. */
  readonly previous: 'a' | 'b' | null;
  /** Seconds from T0; null is no bound. */
  readonly from: number | null;
  readonly to: number | null;
}

const told = new Map<string, ReturnType<typeof draftRelease>>();

/** The payload of a release as it is told; `previous` names the plain release of the generation before. */
export function releaseOf(tale: ReleaseTale): ReturnType<typeof draftRelease> {
  const { controlPlane, cluster, epoch, generation, content, previous, from, to } = tale;
  const words = [controlPlane, cluster, epoch, generation, content, previous, from, to].join();
  const drafted = told.get(words) ?? draft(tale);
  told.set(words, drafted);
  return drafted;
}

function draft(tale: ReleaseTale): ReturnType<typeof draftRelease> {
  const { generation, content, previous, from, to } = tale;
  const before: ReleaseTale = { ...tale, generation: generation - 1, content: previous ?? 'a', ...PLAIN };
  return draftRelease(
    generation,
    { [CLUSTER]: `content ${content}`, 'more.production': 'more' },
    {
      ...belonging(tale),
      previousDigest: previous === null || generation === 1 ? null : releaseOf(before).digest,
      ...(from !== null && { effectiveFrom: later(from) }),
      ...(to !== null && { effectiveTo: later(to) }),
    },
  );
}
export const PLAIN = { previous: null, from: null, to: null } as const;

/** A directive in words. It names one release as stable, and perhaps the same as candidate. */
export interface DirectiveTale extends Belongs {
  readonly sequence: number;
  readonly content: 'a' | 'b';
  readonly subjects: Subjects;
  readonly type: 'directive' | 'labels';
  /** Seconds from T0. */
  readonly expires: number;
}
export function directiveOf(tale: DirectiveTale, candidate?: Partial<Candidate>) {
  const release = releaseOf({ ...tale, generation: 3, ...PLAIN });
  return draftDirectiveOf(tale.sequence, {
    ...belonging(tale),
    stable: named(release),
    ...(candidate && { candidate: candidateOf(release, candidate) }),
    issuedAt: T0,
    expiresAt: later(tale.expires),
  });
}

type Statement = { readonly subject: readonly unknown[]; readonly predicateType: string };
const withSubjects = <S extends Statement>(statement: S, subjects: Subjects): S => ({
  ...statement,
  subject:
    subjects === 'all'
      ? statement.subject
      : subjects === 'one less'
        ? statement.subject.slice(1)
        : [...statement.subject, stray],
});

/** Signed as told. @returns the envelope, and the digest of its payload */
export function sent<S extends Statement>(
  { document }: { readonly document: S },
  { signer, spaced }: Hand,
  { subjects = 'all', type }: { readonly subjects?: Subjects; readonly type?: string } = {},
): { readonly envelope: DsseEnvelope; readonly digest: string } {
  const statement = withSubjects(type === undefined ? document : { ...document, predicateType: type }, subjects);
  const { bytes, digest } = payloadBytes(statement);
  const written = spaced ? new TextEncoder().encode(` ${new TextDecoder().decode(bytes)}`) : bytes;
  return { envelope: signedBytes(written, [signers[signer]]), digest };
}
