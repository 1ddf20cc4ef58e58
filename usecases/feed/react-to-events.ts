import { CLUSTER } from '../../core/cluster/evolve.ts';
import { streamName } from '../../core/views/view.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import { noteRevoked } from '../cluster/note-revoked.ts';
import { renewDirectives } from '../issue/renew-directives.ts';
import { signLabels } from '../issue/sign-labels.ts';
import { type IssuingWorld, signPending } from '../issue/sign-pending.ts';
import { signVersion } from '../issue/sign-version.ts';
import type { World } from '../ports.ts';

/** Events after which a fresh execution of the state machine carries the deployment on, with the run they name. */
const STARTS_RUN: ReadonlySet<string> = new Set([
  'DeploymentStarted',
  'DeploymentResumed',
  'DeploymentWidened',
  'RunRenewed',
]);

/**
 * What the rollout side does about events of the feed: starts executions and signs what was drafted. Both are safe
 * to repeat, and the sweep does them again for whatever was missed here.
 */
export async function reactToEvents(
  world: IssuingWorld & Pick<World, 'workflow' | 'controlPlane' | 'witness'>,
  events: readonly StoredEvent[],
): Promise<void> {
  const drafted = new Map<string, StoredEvent>();
  for (const event of events) {
    const { kind, key } = streamName(event.stream);
    if (STARTS_RUN.has(event.type)) await world.workflow.start({ deploymentId: key, run: runOf(event) });
    if (kind === CLUSTER.kind && (event.type === 'DirectiveDrafted' || event.type === 'ReleaseDrafted'))
      drafted.set(key, event);
    // A new root can put every directive out of force; nodes and the next deployment must not wait for the sweep.
    if (event.type === 'RootLoaded') await renewDirectives(world);
    if (event.type === 'VersionRevoked') await noteRevoked(world, key, event);
    if (event.type === 'StatementDrafted') await signVersion(world, key, event);
    if (event.type === 'LabelsDrafted') await signLabels(world, key, event);
  }
  // A refusal (signing stopped, no trusted key) is the cluster's state, shown there; the sweep tries again.
  for (const [cluster, event] of drafted) await signPending(world, cluster, event);
}

const runOf = ({ type, payload }: StoredEvent): number => (type === 'DeploymentStarted' ? 1 : Number(payload?.['run']));
