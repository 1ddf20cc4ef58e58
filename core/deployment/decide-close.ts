import type { Reason } from '../../schemas/deployment.ts';
import type { DeploymentId, Instant } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { DeploymentEvent } from './events.ts';
import { type DeploymentState, isOpen } from './state.ts';

/** Ways to end a deployment before (or after) it completes. */
export type CloseCommand =
  /** `by`: the deployment that brings the old content back, null when withdrawing the candidate is enough. */
  | { type: 'RollBack'; at: Instant; by: DeploymentId | null; automatic: boolean; justification: string }
  | { type: 'Stop'; at: Instant; justification: string | null }
  | { type: 'Halt'; at: Instant; reason: Reason; automatic: boolean; justification: string | null };

/**
 * Going back wins over everything that is under way, paused and held included; a completed deployment can be
 * rolled back as well. Only an automatic rollback needs a recorded breach.
 * @returns `deployment_not_running` when it has been closed otherwise
 */
export function decideClose(command: CloseCommand, state: DeploymentState): Decision<DeploymentEvent> {
  if (!state.exists) return reject('deployment_unknown');
  const { status } = state;
  const completed = status === 'completed' && command.type === 'RollBack' && command.by !== null;
  if (!isOpen(state) && !completed) return reject('deployment_not_running', { status });
  switch (command.type) {
    case 'RollBack': {
      const { at, by, automatic, justification } = command;
      if (automatic && !state.breachedAt) return reject('deployment_not_running', { status, reason: 'not_breached' });
      return accept({ type: 'DeploymentRolledBack', at, by, automatic, justification });
    }
    case 'Stop':
      return accept({ type: 'DeploymentStopped', at: command.at, justification: command.justification });
    case 'Halt': {
      const { at, reason, automatic, justification } = command;
      return accept({ type: 'DeploymentHalted', at, reason, automatic, justification });
    }
  }
}
