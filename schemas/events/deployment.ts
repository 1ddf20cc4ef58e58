import * as z from 'zod';
import { NodeCounts } from '../deployment-node.ts';
import { TriggerFinding } from '../deployment-report.ts';
import { ClusterName, Count, Sha256 } from '../words.ts';
import { described, event } from './described.ts';

const counts = described(z.strictObject({ ...NodeCounts.shape }), 'nodes by how they stand');
const phase = described(Count, 'number of the phase, from 1');
const reason = z.strictObject({ code: z.string(), detail: z.string().optional() });
const reasons = z.array(reason);
const run = described(Count, 'which execution of the state machine');
const automatic = described(z.boolean(), 'nobody asked: health or silence decided');

/** What happens to deployments. `about.deployment` says which, `about.cluster` where. */
export const DEPLOYMENT_EVENTS = {
  DeploymentStarted: event('A deployment has taken the lock of its cluster.', {
    id: z.string(),
    cluster: ClusterName,
    snapshot: z.strictObject({ name: z.string(), revision: Count, digest: Sha256 }),
    contentDigest: described(Sha256, 'equal for the same content at any generation'),
    strategy: described(z.looseObject({ strategy: z.string() }), 'with every default filled in'),
    selector: described(z.looseObject({}).nullable(), 'labels, for a part of the cluster'),
    rollbackOf: described(z.string().nullable(), 'the deployment that this one undoes'),
    startedBy: z.string(),
  }),
  DeploymentPlanned: event('Nodes are cut into phases and the release is drafted.', {
    run,
    generation: Count,
    digest: described(Sha256.optional(), 'of the release'),
    plan: z.strictObject({ phaseCount: Count, nodes: Count, offlineNodes: Count, predictedSeconds: Count }),
    notes: reasons,
  }),
  PhaseReleased: event('A phase was let out: its nodes may take the release.', {
    phase,
    mode: described(z.string(), 'activate, or preload: fetch and keep ready'),
    cutoff: described(z.string(), 'nodes with a rank up to this are in'),
    nodes: described(Count, 'all nodes that have the release when it is done'),
    soakSeconds: Count,
  }),
  PhaseProven: event('Every node of a phase has signed a receipt, or is excused.', { phase, counts }),
  PhaseAdvanced: event('A person decided that a phase is done, proven or not.', { phase }),
  DeploymentWaiting: event('The reasons why it waits changed; none left: it goes on.', { phase, reasons, counts }),
  DeploymentHeld: event('Only a person can go on from here.', { phase, reason: z.string(), counts }),
  DeploymentPaused: event('A person paused it.', {}),
  DeploymentResumed: event('It goes on where it was paused or held.', { run }),
  DeploymentWidened: event('A partial deployment goes on over the whole cluster.', { run }),
  HealthBreached: event('The candidate is worse than its limits allow; the rollback follows.', {
    phase,
    generation: Count,
    findings: z.array(z.strictObject({ ...TriggerFinding.shape })),
    nodes: described(
      z.array(
        z.strictObject({
          node: z.string(),
          requests: Count,
          errors: Count,
          probesFailed: Count,
          unhealthy: z.boolean(),
          swapFailed: z.boolean(),
        }),
      ),
      'the worst first',
    ),
    samplesDropped: Count,
  }),
  DeploymentRolledBack: event('It ended; what ran before is on its way back.', {
    by: described(z.string().nullable(), 'the deployment that undoes it; null: nothing had been activated'),
    automatic,
  }),
  DeploymentStopped: event('It was withdrawn before any node was told to switch.', {}),
  DeploymentHalted: event('It ended with nothing to go back to; nodes keep what they run.', { reason, automatic }),
  DeploymentCompleted: event('The whole cluster has proven the release.', { counts }),
  DeploymentReported: event('How long a rollback took, from the decision to the last receipt of an online node.', {
    outcome: z.string(),
    executionMilliseconds: Count.nullable(),
    counts,
  }),
};
