import { CLUSTER } from '../../core/cluster/evolve.ts';
import { streamName } from '../../core/views/view.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import { noteRevoked } from '../cluster/note-revoked.ts';
import type { World } from '../ports.ts';

/** Events after which a fresh execution of the state machine carries the deployment on, with the run they name. */
const STARTS_RUN: ReadonlySet<string> = new Set([
  'DeploymentStarted',
  'DeploymentResumed',
  'DeploymentWidened',
  'RunRenewed',
]);

/**
 * What the rollout side does about events of the feed: starts executions and has signed what was drafted. Both are safe
 * to repeat, and the sweep does them again for whatever was missed here.
 */
export async function reactToEvents(
  world: Pick<World, 'authority' | 'streams' | 'blobs' | 'clock' | 'ids' | 'workflow' | 'issuing'>,
  events: readonly StoredEvent[],
): Promise<void> {
  const drafted = new Map<string, StoredEvent>();
  for (const event of events) {
    const { kind, key } = streamName(event.stream);
    if (STARTS_RUN.has(event.type)) await world.workflow.start({ deploymentId: key, run: runOf(event) });
    if (kind === CLUSTER.kind && (event.type === 'DirectiveDrafted' || event.type === 'ReleaseDrafted'))
      drafted.set(key, event);
    // A new root can put every directive out of force; nodes and the next deployment must not wait for the sweep.
    if (event.type === 'RootLoaded') await world.issuing.sign({ of: 'directives' }, event);
    if (event.type === 'VersionRevoked') await noteRevoked(world, key, event);
    if (event.type === 'StatementDrafted') await world.issuing.sign({ of: 'version', version: key }, event);
    if (event.type === 'LabelsDrafted') await world.issuing.sign({ of: 'labels', node: key }, event);
  }
  // A refusal (signing stopped, no trusted key) is the cluster's state, shown there; the sweep tries again.
  for (const [cluster, event] of drafted) await world.issuing.sign({ of: 'cluster', cluster }, event);
}

const runOf = ({ type, payload }: StoredEvent): number => (type === 'DeploymentStarted' ? 1 : Number(payload?.['run']));
