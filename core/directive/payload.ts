import { DIRECTIVE_TYPE, type Directive, STATEMENT_TYPE } from '../../schemas/documents.ts';
import type { Instant } from '../../schemas/words.ts';
import type { ClusterState, DirectiveState, ReleaseRef } from '../cluster/state.ts';
import { toBase64 } from '../integrity/base64.ts';
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
