import type { ClusterName, Instant } from '../../schemas/words.ts';
import { accept, type Decision } from '../decision.ts';
import type { ClusterEvent } from './events.ts';
import type { ClusterState } from './state.ts';

export interface CreateCluster {
  readonly at: Instant;
  readonly name: ClusterName;
  readonly directiveLifetimeSeconds: number;
  /** Of the trust root now in force. */
  readonly epoch: number;
}

/**
 * A cluster comes to be with the first enrolment token or deployment that names it; its risk floor is the lowest until
 * somebody raises it.
 */
export function decideCreate(
  { at, name, directiveLifetimeSeconds, epoch }: CreateCluster,
  state: ClusterState,
): Decision<ClusterEvent> {
  if (state.exists) return accept();
  return accept({ type: 'ClusterCreated', at, name, riskFloor: 'Low', directiveLifetimeSeconds, epoch });
}
