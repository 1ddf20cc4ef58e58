import { decideIssue, type IssueCommand } from '../../core/cluster/decide-issue.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { decideClose } from '../../core/deployment/decide-close.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { Transaction } from '../transact.ts';

/**
 * Recovers a cluster in the caller's transaction. The deployment that holds its lock is halted in the same append: its
 * release was dropped, and whoever started it must look at what the nodes run now.
 * @returns the refusals of `decideIssue`
 */
export async function applyRecovery(
  tx: Transaction,
  name: string,
  command: Extract<IssueCommand, { type: 'RecoverCluster' }>,
): Promise<Outcome<{ readonly state: ClusterState; readonly revision: number }>> {
  const { revision, state } = await tx.load(CLUSTER, name);
  const decision = decideIssue(command, state);
  if (!decision.ok) return decision;
  const { events } = decision;
  if (state.lock && events.length > 0) {
    const { at, justification } = command;
    const { state: deployment } = await tx.load(DEPLOYMENT, state.lock);
    const reason = { code: 'cluster_recovered', detail: justification };
    const closed = decideClose({ type: 'Halt', at, reason, automatic: true, justification }, deployment);
    // One that is closed already only had not let go of the lock yet.
    if (closed.ok) tx.append(DEPLOYMENT, state.lock, closed.events);
  }
  return done({ state: tx.append(CLUSTER, name, events), revision: revision + events.length });
}
