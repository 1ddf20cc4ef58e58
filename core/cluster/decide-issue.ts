import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import { type DirectiveContext, draftDirective } from '../directive/payload.ts';
import { pastHalfLife } from '../directive/servable.ts';
import { decideBehind, type ReportBehind } from './decide-behind.ts';
import type { ClusterEvent } from './events.ts';
import { CLUSTER } from './evolve.ts';
import { goesOnAbove, numbersUsedUp } from './issued-numbers.ts';
import type { ClusterState, DirectiveState, ReleaseRef } from './state.ts';

export type IssueCommand =
  | { readonly type: 'KeepRelease'; readonly at: Instant; readonly digest: Sha256; readonly envelopeSha256: Sha256 }
  | { readonly type: 'KeepDirective'; readonly at: Instant; readonly digest: Sha256; readonly envelope: DsseEnvelope }
  /** `outOfForce`: the sequence to renew whatever its age, because its signature no longer counts; null for none. */
  | ({ readonly type: 'RenewDirective'; readonly outOfForce: number | null } & DirectiveContext)
  | ReportBehind
  | ({
      readonly type: 'RecoverCluster';
      readonly rootEpoch: number;
      readonly justification: string;
    } & DirectiveContext);

/**
 * Issuing: keeping what was signed, renewing,  stopping, recovering.
 * @returns `cluster_unknown`, `cluster_signing_stopped`
 * @see docs/protocol.md §2.9 to §2.12, §5.8
 */
export function decideIssue(command: IssueCommand, cluster: ClusterState): Decision<ClusterEvent> {
  if (!cluster.exists) return reject('cluster_unknown');
  switch (command.type) {
    case 'KeepRelease': {
      // A second envelope of the same bytes is as true as the first, but the first may have been served already.
      if (unsignedRelease(cluster)?.digest !== command.digest) return accept();
      const { at, digest, envelopeSha256 } = command;
      return stopped(cluster) ?? accept({ type: 'ReleaseSigned', at, digest, envelopeSha256 });
    }
    case 'KeepDirective': {
      const directive = unsignedDirective(cluster);
      if (directive?.digest !== command.digest) return accept();
      const { at, envelope } = command;
      return stopped(cluster) ?? accept({ type: 'DirectiveSigned', at, sequence: directive.sequence, envelope });
    }
    case 'RenewDirective':
      // Only the very one: renewed already, its successor is as good as any.
      if (command.outOfForce !== cluster.directive?.sequence && !pastHalfLife(cluster, command.at)) return accept();
      return stopped(cluster) ?? accept(drafted(cluster, command));
    case 'ReportBehind':
      return decideBehind(command, cluster);
    case 'RecoverCluster':
      return recover(command, cluster);
  }
}

/** The release whose bytes are fixed and wait for their signature. */
export const unsignedRelease = ({ draft }: ClusterState): ReleaseRef | undefined =>
  draft && draft.envelopeSha256 === null ? draft : undefined;

/** The newest directive, when it waits for its signature. */
export const unsignedDirective = ({ directive }: ClusterState): DirectiveState | undefined =>
  directive && directive.envelope === null ? directive : undefined;

const drafted = (cluster: ClusterState, context: DirectiveContext): ClusterEvent => ({
  type: 'DirectiveDrafted',
  at: context.at,
  directive: draftDirective(cluster, context),
});

const stopped = ({ signingStopped }: ClusterState) =>
  signingStopped ? reject('cluster_signing_stopped', { since: signingStopped.at }) : undefined;

/**
 * Goes on above everything proven. What was drafted here under names that others may hold is dropped, and with it the
 * deployment that holds the lock: its nodes cannot be told what they already have otherwise. With a root of a higher
 * epoch every older document is out of force.
 */
function recover(
  command: Extract<IssueCommand, { type: 'RecoverCluster' }>,
  cluster: ClusterState,
): Decision<ClusterEvent> {
  const { at, rootEpoch, justification } = command;
  const halt = cluster.signingStopped;
  if (!halt && rootEpoch <= cluster.epoch) return accept();
  if (rootEpoch < Math.max(cluster.epoch, halt?.provenEpoch ?? 0)) {
    return reject('trust_root_invalid', {
      rule: 'epoch_below_proven',
      provenEpoch: halt?.provenEpoch ?? cluster.epoch,
    });
  }
  // Nodes of this epoch hold them: whatever is issued below is older to them.
  if (halt?.provenEpoch === rootEpoch && numbersUsedUp(halt.provenGeneration, halt.provenSequence))
    return reject('trust_root_invalid', { rule: 'numbers_used_up', provenEpoch: halt.provenEpoch });
  const recovered: ClusterEvent = {
    type: 'ClusterRecovered',
    at,
    epoch: rootEpoch,
    ...goesOnAbove(cluster),
    justification,
  };
  const { lock } = cluster;
  const freed: ClusterEvent[] = lock ? [{ type: 'ClusterUnlocked', at, deploymentId: lock }] : [];
  const changes = [recovered, ...freed];
  return accept(...changes, drafted(changes.reduce(CLUSTER.evolve, cluster), command));
}
