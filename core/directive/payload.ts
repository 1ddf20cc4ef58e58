import { DIRECTIVE_TYPE, type Directive, STATEMENT_TYPE } from '../../schemas/documents.ts';
import type { Instant } from '../../schemas/words.ts';
import type { ClusterState, DirectiveState, ReleaseRef } from '../cluster/state.ts';
import { fromBase64, sameBytes, toBase64 } from '../integrity/base64.ts';
import { readCanonical } from '../integrity/read-canonical.ts';
import { type PayloadBytes, payloadBytes, subjectsOf } from '../integrity/statement.ts';

export interface DirectiveContext {
  readonly controlPlane: string;
  readonly at: Instant;
  /** Newest checkpoint of the audit log, signed note text. */
  readonly checkpoint?: string | undefined;
}

/**
 * The next directive of a cluster as it now stands: drafted in the same append as the events that changed it
 * (fold those first), signed later from exactly these bytes.
 * @see docs/protocol.md §2.3
 */
export function draftDirective(cluster: ClusterState, context: DirectiveContext): Omit<DirectiveState, 'envelope'> {
  const sequence = (cluster.directive?.sequence ?? 0) + 1;
  const expiresAt = new Date(Date.parse(context.at) + cluster.directiveLifetimeSeconds * 1000).toISOString();
  const { bytes, digest } = directivePayload(cluster, sequence, expiresAt, context);
  return { epoch: cluster.epoch, sequence, payload: toBase64(bytes), digest, issuedAt: context.at, expiresAt };
}

/**
 * Whether drafted bytes are a directive of this cluster as it stands, and nothing else that a key could be lured into
 * signing: they are made again from the state and compared. Only the checkpoint is taken from them.
 */
export function isItsDirective(cluster: ClusterState, drafted: DirectiveState, controlPlane: string): boolean {
  const bytes = fromBase64(drafted.payload);
  const said = bytes && readCanonical(bytes)?.value;
  if (!bytes || !said) return false;
  const { checkpoint } = Object((said as { predicate?: unknown }).predicate) as { checkpoint?: unknown };
  if (checkpoint !== undefined && typeof checkpoint !== 'string') return false;
  const { sequence, expiresAt, issuedAt } = drafted;
  const again = directivePayload(cluster, sequence, expiresAt, { controlPlane, at: issuedAt, checkpoint });
  return again.digest === drafted.digest && sameBytes(again.bytes, bytes);
}

function directivePayload(
  cluster: ClusterState,
  sequence: number,
  expiresAt: Instant,
  { controlPlane, at, checkpoint }: DirectiveContext,
): PayloadBytes<Directive> {
  // A release of an older epoch would be refused by every node (wrong_epoch): naming none leaves them as they are.
  const current = (release: ReleaseRef | null) => (release?.epoch === cluster.epoch ? release : undefined);
  const stable = current(cluster.stable);
  const keep = cluster.keep.flatMap((release) => current(release) ?? []);
  const candidate = cluster.candidate ?? undefined;
  const named = new Map([stable, candidate, ...keep].flatMap((it) => (it ? [[nameOf(it.generation), it.digest]] : [])));
  return payloadBytes<Directive>({
    _type: STATEMENT_TYPE,
    subject: subjectsOf([...named]),
    predicateType: DIRECTIVE_TYPE,
    predicate: {
      controlPlane,
      cluster: cluster.name,
      epoch: cluster.epoch,
      sequence,
      stable: stable && generationOf(stable),
      candidate,
      keep: keep.length > 0 ? keep.map(generationOf) : undefined,
      checkpoint,
      issuedAt: at,
      expiresAt,
    },
  });
}

const generationOf = ({ generation, digest }: ReleaseRef) => ({ generation, digest });
/** Subject name of a release in a directive. */
const nameOf = (generation: number): string => `release-${generation}`;
