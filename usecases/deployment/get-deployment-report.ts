import { PAYLOAD_ERASED } from '../../core/audit/erasing.ts';
import { done, type Outcome } from '../../core/decision.ts';
import type { DeploymentEvent } from '../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { report, type Told } from '../../core/deployment/report.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DeploymentReport } from '../../schemas/deployment-report.ts';
import type { Call } from '../call.ts';
import { effectiveEvents } from '../effective-events.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import type { Loaded } from '../transact.ts';
import { readDeployment } from './get-deployment.ts';

/** A rolling deployment of 10,000 batches has two events for each. */
const EVENTS_TOLD = 10_000;

type Reader = Pick<World, 'streams' | 'blobs' | 'authority'>;

/** How it went, told from the events of the deployment and of the one that undid it. */
export async function getDeploymentReport(
  world: Reader,
  { params }: RouteInput<{ readonly id: string }>,
  call: Call,
): Promise<Outcome<DeploymentReport>> {
  const loaded = await readDeployment(world, params.id, call);
  if (!loaded.ok) return loaded;
  const { rolledBackBy } = loaded.value.state;
  const undone =
    rolledBackBy === null ? undefined : await told(world, await loadState(world, DEPLOYMENT, rolledBackBy));
  return done(report(await told(world, loaded.value), undone));
}

async function told(world: Reader, { id, state }: Loaded<DeploymentState>): Promise<Told> {
  const events = await effectiveEvents(world.streams, id, { after: 0, limit: EVENTS_TOLD });
  return {
    state,
    events: events.flatMap(({ type, payload }) =>
      payload && type !== PAYLOAD_ERASED ? [{ type, ...payload } as DeploymentEvent] : [],
    ),
  };
}
