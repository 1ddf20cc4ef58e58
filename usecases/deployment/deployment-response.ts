import { type DeploymentState, phaseNumber } from '../../core/deployment/state.ts';
import type { DeploymentResponse } from '../../schemas/deployment.ts';
import type { Loaded } from '../transact.ts';

/** A deployment as people are shown it; what does not apply is left out. */
export function deploymentResponse({
  state,
  revision,
}: Pick<Loaded<DeploymentState>, 'state' | 'revision'>): DeploymentResponse {
  const { plan, selector, generation, counts, rollbackOf, rolledBackBy, endedAt, phase } = state;
  const { id, cluster, snapshot, strategy, status, run, startedBy, startedAt, reasons } = state;
  return {
    id,
    cluster,
    snapshot: { ...snapshot },
    strategy,
    ...(selector && { selector }),
    status,
    run,
    ...(generation !== null && { generation }),
    phase: phaseNumber(state),
    phases: plan?.phaseCount ?? 0,
    ...(plan && {
      plan: { nodes: plan.nodes, offlineNodes: plan.offlineNodes, predictedSeconds: plan.predictedSeconds },
    }),
    ...(counts && { counts }),
    reasons: [...reasons],
    ...(rollbackOf !== null && { rollbackOf }),
    ...(rolledBackBy !== null && { rolledBackBy }),
    startedBy,
    startedAt,
    ...(phase && { phaseReleasedAt: phase.releasedAt }),
    ...(endedAt !== null && { endedAt }),
    revision,
  };
}
