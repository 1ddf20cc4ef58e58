import type { PlannedPhase } from '../../schemas/deployment.ts';
import type { Candidate, Selector } from '../../schemas/documents.ts';
import type { DeploymentId, Instant } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import { sameLabels } from '../labels/same-labels.ts';
import type { ClusterEvent } from './events.ts';
import type { ClusterState, ReleaseRef } from './state.ts';

export type CandidateCommand =
  | { type: 'DraftRelease'; at: Instant; release: ReleaseRef }
  | {
      type: 'SetCandidate';
      at: Instant;
      deploymentId: DeploymentId;
      phase: PlannedPhase;
      selector: Selector | null;
      keepStable: boolean;
    }
  /** `abandon`: whoever activated it keeps what it runs, because nothing can be brought back to it now. */
  | { type: 'WithdrawCandidate'; at: Instant; deploymentId: DeploymentId; abandon?: true }
  | { type: 'CompleteRelease'; at: Instant; deploymentId: DeploymentId };

/**
 * What the deployment that holds the lock does with its release. Generations only grow, and one is drafted once.
 * @returns `cluster_locked` to every other deployment; `cluster_signing_stopped` while nodes are ahead of us;
 *   `precondition_failed` when the generation was taken meanwhile, or the release is not signed:
 *   a directive never names one that its nodes could not fetch; `nothing_to_go_back_to` when withdrawing after
 *   nodes may have activated and a stable release exists (then only a higher generation leads back, protocol §3)
 */
export function decideCandidate(command: CandidateCommand, state: ClusterState): Decision<ClusterEvent> {
  if (!state.exists) return reject('cluster_unknown');
  const owner = command.type === 'DraftRelease' ? command.release.deploymentId : command.deploymentId;
  if (state.lock !== owner) return reject('cluster_locked', { cluster: state.name, deploymentId: state.lock });
  switch (command.type) {
    case 'DraftRelease': {
      const { at, release } = command;
      if (state.draft?.deploymentId === owner) return accept();
      if (state.signingStopped) return whileStopped(state);
      const next = state.generation + 1;
      if (release.generation !== next || release.epoch !== state.epoch)
        return reject('precondition_failed', { generation: next });
      return accept({ type: 'ReleaseDrafted', at, release });
    }
    case 'SetCandidate':
      return setCandidate(command, state);
    case 'WithdrawCandidate': {
      if (!state.candidate) return accept();
      // A node may have activated it, receipt or not: it would refuse an older release.
      if (state.candidateActivated && state.stable && !command.abandon)
        return reject('nothing_to_go_back_to', { reason: 'candidate_activated' });
      return accept({ type: 'CandidateWithdrawn', at: command.at, deploymentId: owner });
    }
    case 'CompleteRelease':
      if (!state.draft) return accept();
      return accept({ type: 'ReleaseCompleted', at: command.at, deploymentId: owner });
  }
}

const whileStopped = ({ name }: ClusterState) => reject('cluster_signing_stopped', { cluster: name });

function setCandidate(
  { at, deploymentId, phase, selector, keepStable }: Extract<CandidateCommand, { type: 'SetCandidate' }>,
  state: ClusterState,
): Decision<ClusterEvent> {
  const { draft, stable, signingStopped } = state;
  if (signingStopped) return whileStopped(state);
  if (!draft) return reject('precondition_failed', { reason: 'release_not_drafted' });
  if (draft.envelopeSha256 === null) return reject('precondition_failed', { reason: 'release_not_signed' });
  const { generation, digest } = draft;
  const { cutoff, mode } = phase;
  const candidate: Candidate = { generation, digest, deploymentId, cutoff, mode, ...(selector && { selector }) };
  const keep = keepStable && stable ? [stable] : [];
  if (sameCandidate(candidate, state.candidate) && keep[0]?.digest === state.keep[0]?.digest) return accept();
  return accept({ type: 'CandidateSet', at, candidate, keep });
}

/** Of one draft: what it is released for, and to whom. */
const sameCandidate = (a: Candidate, b: Candidate | null): boolean =>
  a.digest === b?.digest &&
  a.cutoff === b.cutoff &&
  a.mode === b.mode &&
  sameLabels(a.selector?.matchLabels ?? {}, b.selector?.matchLabels ?? {});
