import { type DsseEnvelope, LabelsStatement } from '../../schemas/documents.ts';
import type { Labels, Sha256 } from '../../schemas/words.ts';
import { readStatement } from './read-statement.ts';
import { type Refused, refuse } from './refusals.ts';
import type { TrustedRoot } from './trusted-keys.ts';

export interface HeldLabels {
  readonly revision: number;
  readonly digest: Sha256;
  readonly labels: Labels;
}

/**
 * Decides whether a labels statement replaces the one held; an older or the same one is ignored.
 * @see docs/protocol.md §2, §3
 */
export function acceptLabels(
  envelope: DsseEnvelope,
  trust: TrustedRoot,
  { node, held }: { readonly node: string; readonly held: HeldLabels | null },
):
  | { readonly ok: true; readonly kind: 'newer'; readonly labels: HeldLabels; readonly issuedAt: string }
  | { readonly ok: true; readonly kind: 'ignored' }
  | Refused {
  const read = readStatement(envelope, trust);
  if (!read.ok) return read;
  const parsed = LabelsStatement.safeParse(read.value);
  if (!parsed.success) return refuse('wrong_type');
  const { controlPlane, node: named, revision, labels, issuedAt } = parsed.data.predicate;
  if (controlPlane !== trust.root.controlPlane) return refuse('wrong_control_plane');
  if (named !== node) return refuse('wrong_node');
  if (held && revision === held.revision && read.digest !== held.digest) return refuse('fork');
  if (held && revision <= held.revision) return { ok: true, kind: 'ignored' };
  return { ok: true, kind: 'newer', labels: { revision, digest: read.digest, labels }, issuedAt };
}
