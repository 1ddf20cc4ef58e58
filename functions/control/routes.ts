import type { Outcome } from '../../core/decision.ts';
import { ROUTES } from '../../schemas/api/index.ts';
import type { RouteInput, RouteSpec } from '../../schemas/api/route.ts';
import type { Call } from '../../usecases/call.ts';
import type { World } from '../../usecases/ports.ts';
import { accessBindings } from './bindings/access.ts';
import { auditBindings } from './bindings/audit.ts';
import { clusterBindings } from './bindings/cluster.ts';
import { configBindings } from './bindings/config.ts';
import { deploymentBindings } from './bindings/deployment.ts';
import { driftBindings } from './bindings/drift.ts';
import { enrolmentTokenBindings } from './bindings/enrolment-token.ts';
import { type HealthNotes, metaBindings } from './bindings/meta.ts';
import { nodeBindings } from './bindings/node.ts';
import { schemaBindings } from './bindings/schema.ts';
import { snapshotBindings } from './bindings/snapshot.ts';
import { trustBindings } from './bindings/trust.ts';

/** What runs for an operation; it gets its input as its route's schemas have read it. */
export type UseCase = (world: World, input: RouteInput<never, never, never>, call: Call) => Promise<Outcome<unknown>>;
export interface BoundRoute extends RouteSpec {
  readonly useCase: (world: World, input: RouteInput, call: Call) => Promise<Outcome<unknown>>;
}

/** The routes of the people's API, each with its use case; those of nodes are bound in functions/node. */
export function controlRoutes(notes: HealthNotes): readonly BoundRoute[] {
  const bindings: Readonly<Record<string, UseCase>> = {
    ...metaBindings(notes),
    ...configBindings,
    ...schemaBindings,
    ...snapshotBindings,
    ...deploymentBindings,
    ...clusterBindings,
    ...accessBindings,
    ...enrolmentTokenBindings,
    ...nodeBindings,
    ...driftBindings,
    ...auditBindings,
    ...trustBindings,
  };
  return ROUTES.flatMap((route) => {
    const useCase = Object.hasOwn(bindings, route.operationId) ? bindings[route.operationId] : undefined;
    return useCase ? [{ ...route, useCase: useCase as BoundRoute['useCase'] }] : [];
  });
}
