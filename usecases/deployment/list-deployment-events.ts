import { done, type Outcome } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { EventPage, PageQuery } from '../../schemas/event-page.ts';
import type { Call } from '../call.ts';
import { eventPage } from '../event-page.ts';
import type { World } from '../ports.ts';
import { readDeployment } from './get-deployment.ts';

/** What happened to a deployment, oldest first. */
export async function listDeploymentEvents(
  world: Pick<World, 'streams' | 'blobs' | 'authority'>,
  { params, query }: RouteInput<{ readonly id: string }, PageQuery>,
  call: Call,
): Promise<Outcome<EventPage>> {
  const loaded = await readDeployment(world, params.id, call);
  return loaded.ok ? done(await eventPage(world, loaded.value.id, query)) : loaded;
}
