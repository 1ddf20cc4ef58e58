import type { z } from 'zod';
import { Directive, type DirectivePredicate, type DsseEnvelope } from '../../schemas/documents.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { compareOrder } from './order.ts';
import { readStatement } from './read-statement.ts';
import { type Refused, refuse } from './refusals.ts';
import { hasPassed } from './time-floor.ts';
import type { TrustedRoot } from './trusted-keys.ts';

export type DirectiveWord = z.infer<typeof DirectivePredicate>;

/** Highest directive a node has seen. */
export interface DirectiveMark {
  readonly epoch: number;
  readonly sequence: number;
  readonly digest: Sha256;
}

export type DirectiveAnswer =
  | { readonly ok: true; readonly kind: 'newer'; readonly directive: DirectiveWord; readonly digest: Sha256 }
  /** Older than the one held, or the same again: nothing happens, and it is no alarm. */
  | { readonly ok: true; readonly kind: 'ignored' }
  | Refused;

/**
 * Decides whether a directive becomes the one a node obeys.
 * @param held highest one seen under the present root's epoch, null for none
 * @param nowMs checked time, see checkedNow
 * @see docs/protocol.md §3
 */
export function acceptDirective(
  envelope: DsseEnvelope,
  trust: TrustedRoot,
  { cluster, held, nowMs }: { readonly cluster: string; readonly held: DirectiveMark | null; readonly nowMs: number },
): DirectiveAnswer {
  const read = readStatement(envelope, trust);
  if (!read.ok) return read;
  const parsed = Directive.safeParse(read.value);
  if (!parsed.success) return refuse('wrong_type');
  const { predicate: directive, subject } = parsed.data;
  if (directive.controlPlane !== trust.root.controlPlane) return refuse('wrong_control_plane');
  if (directive.cluster !== cluster) return refuse('wrong_cluster');
  if (directive.epoch !== trust.root.epoch) return refuse('wrong_epoch');
  if (held) {
    const order = compareOrder(
      { epoch: directive.epoch, number: directive.sequence },
      { epoch: held.epoch, number: held.sequence },
    );
    if (order === 0 && read.digest !== held.digest) return refuse('fork');
    if (order <= 0) return { ok: true, kind: 'ignored' };
  }
  if (!sameDigests(subject, namedReleases(directive))) return refuse('subjects_mismatch');
  if (hasPassed(directive.expiresAt, nowMs)) return refuse('directive_expired');
  return { ok: true, kind: 'newer', directive, digest: read.digest };
}

export interface NamedRelease {
  readonly generation: number;
  readonly digest: Sha256;
}

/** Every release a directive names, whatever for. */
export const namedReleases = ({ stable, candidate, keep = [] }: DirectiveWord): NamedRelease[] =>
  [stable, candidate, ...keep].flatMap((named) => named ?? []);

const sameDigests = (
  subjects: readonly { readonly digest: { readonly sha256: Sha256 } }[],
  named: readonly NamedRelease[],
): boolean => {
  const stated = new Set(subjects.map(({ digest }) => digest.sha256));
  const meant = new Set(named.map(({ digest }) => digest));
  return stated.size === subjects.length && stated.symmetricDifference(meant).size === 0;
};
