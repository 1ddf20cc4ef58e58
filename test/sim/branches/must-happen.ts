import { FAULTS } from '../faults.ts';
import type { Branch } from './decide-branches.ts';
import { UNREACHABLE } from './unreachable.ts';

/** What deployments can come to, and why they are refused: a long run must see all of it. */
const BRANCHES = [
  ...['Direct', 'Canary', 'BlueGreen', 'Rolling'].map((strategy) => `deployment: DeploymentStarted ${strategy}`),
  'deployment: DeploymentPlanned',
  'deployment: PhaseReleased',
  'deployment: PhaseProven',
  'deployment: PhaseAdvanced',
  'deployment: DeploymentWaiting',
  'deployment: DeploymentHeld partial_proven',
  'deployment: DeploymentHeld awaiting_promotion',
  'deployment: DeploymentHeld node_failed',
  'deployment: DeploymentPaused',
  'deployment: DeploymentResumed',
  'deployment: RunRenewed',
  'deployment: DeploymentWidened',
  'deployment: HealthBreached',
  'deployment: DeploymentRolledBack automatically',
  'deployment: DeploymentRolledBack by a person',
  'deployment: DeploymentStopped',
  'deployment: DeploymentHalted nothing_to_go_back_to',
  'deployment: DeploymentCompleted',
  'deployment: DeploymentReported',
  ...['plan', 'release-phase', 'assess', 'alert', 'roll-back', 'complete', 'report'].map(
    (step) => `crash at step: ${step}`,
  ),
  'refused: cluster_locked',
  'refused: content_pinned',
  'refused: deployment_not_running',
  'refused: nothing_to_go_back_to',
  'refused: approval_required',
  'refused: approval_stale',
  'refused: approval_by_author',
];

/** Everything that must have happened at least once, besides every branch of decide. */
const MUST_HAPPEN: readonly string[] = [...FAULTS, ...BRANCHES];
/** From this many seeds on, what never happened is a failure of the simulator. */
export const LONG_RUN = 200;

/** From this many on, nothing is too seldom. */
export const LONGEST_RUN = 10_000;

/** Outcomes that 200 seeds show less than ten times: by chance, one of them would now and then be missing. */
const SELDOM_OUTCOMES: ReadonlySet<string> = new Set([
  'deployment: DeploymentHeld node_failed',
  'deployment: DeploymentHeld awaiting_promotion',
  'deployment: RunRenewed',
  'deployment: DeploymentWidened',
  'deployment: DeploymentStopped',
  'crash at step: alert',
  'crash at step: roll-back',
  'refused: content_pinned',
]);

/** The same for branches, some of which take a race of two or three things within a second: `file: source line`. */
export const SELDOM: ReadonlySet<string> = new Set([
  "core/deployment/decide-step.ts: if (state.breachedAt) return reject('deployment_not_running', { status: state.status, reason: 'breached' });",
  'core/cluster/decide-candidate.ts: a.mode === b.mode &&',
  "core/deployment/decide-close.ts: case 'Stop':",
  'core/deployment/decide-control.ts: return accept({',
  "core/deployment/decide-step.ts: if (current !== state.plan?.phaseCount) return reject('phase_skipped', { next: current + 1 });",
  "core/config/decide-add-version.ts: return reject('too_large', { limit: LINES_CHARACTERS, what: 'major.minor lines of one config' });",
  'core/cluster/decide-behind.ts: (proven.sequence === cluster.directive?.sequence && differ(proven.directiveDigest, cluster.directive.digest)));',
  "core/deployment/decide-step.ts: RenewRun: ({ status }) => status === 'planning' || status === 'running',",
  "core/deployment/decide-step.ts: Complete: ({ status }) => status === 'running' || status === 'completed',",
  "core/deployment/decide-close.ts: const completed = status === 'completed' && command.type === 'RollBack' && command.by !== null;",
  "core/deployment/decide-step.ts: case 'RenewRun':",
  'core/cluster/decide-candidate.ts: if (state.candidateActivated && state.stable && !command.abandon)',
  "core/node/record/decide-receipt.ts: return [{ type: 'EvidenceReported', at, cluster, kind, evidence: { ...forked } }];",
  'core/node/record/decide-receipt.ts: if (!forked || reported.includes(reportMark({ kind }))) return [];',
  'core/cluster/decide-behind.ts: return accept({',
  "core/deployment/decide-step.ts: RecordPlan: ({ status }) => status === 'planning' || status === 'running',",
  'core/version/decide.ts: if (state.statement?.digest !== digest || state.statement.envelope) return accept();',
  "core/node/record/decide-membership.ts: return waiting ? accept({ type: 'LabelsSigned', at, cluster, revision, envelopeSha256 }) : accept();",
  'core/node/record/decide-observe.ts: const unheard = waiting.filter(({ id }) => !ordersDone.some((done) => done.id === id));',
  'core/cluster/decide-issue.ts: if (command.outOfForce !== cluster.directive?.sequence && !pastHalfLife(cluster, command.at)) return accept();',
  "core/cluster/decide-issue.ts: signingStopped ? reject('cluster_signing_stopped', { since: signingStopped.at }) : undefined;",
  'core/cluster/decide-issue.ts: if (rootEpoch < Math.max(cluster.epoch, halt?.provenEpoch ?? 0)) {',
  "core/cluster/decide-pin.ts: return pinned(release.contentDigest) ? accept() : accept({ type: 'ContentPinned', at, release, deploymentId });",
  'core/cluster/decide-candidate.ts: if (signingStopped) return whileStopped(state);',
  "core/cluster/decide-candidate.ts: const whileStopped = ({ name }: ClusterState) => reject('cluster_signing_stopped', { cluster: name });",
  "core/node/record/decide-observe.ts: if (unheard.some(({ kind, digest }) => kind === 'unquarantine' && digest === swap.digest)) return [];",
  "core/deployment/decide-close.ts: if (!isOpen(state) && !completed) return reject('deployment_not_running', { status });",
  "core/deployment/decide-control.ts: state.advanced === phase ? [] : [{ type: 'PhaseAdvanced', at, phase, justification }];",
  "core/deployment/decide-control.ts: return accept(...advanced, { type: 'DeploymentResumed', at, run: state.run + 1, justification });",
  "core/deployment/decide-step.ts: if (phase.phase > current + 1) return reject('phase_skipped', { next: current + 1 });",
  "core/deployment/decide-step.ts: return reject('phase_unproven', { phase: current });",
  "core/deployment/decide-step.ts: if (state.selector) return reject('phase_unproven', { reason: 'partial_proven' });",
  'core/cluster/decide-revoked.ts: revoked.some(({ config, digest }) => config === found.config && digest === found.digest)',
]);

/** Faults, outcomes and branches of decide that never happened in so many seeds, and had to. */
export function missing(counts: ReadonlyMap<string, number>, branches: readonly Branch[], seeds: number): string[] {
  const excused = (place: string): boolean => UNREACHABLE.has(place) || (seeds < LONGEST_RUN && SELDOM.has(place));
  const idle = branches.filter(({ count, file, source }) => count === 0 && !excused(`${file}: ${source}`));
  return [
    ...MUST_HAPPEN.filter((name) => !counts.get(name) && !(seeds < LONGEST_RUN && SELDOM_OUTCOMES.has(name))),
    ...idle.map(({ file, line, text }) => `${file}:${line} ${text}`),
  ];
}
