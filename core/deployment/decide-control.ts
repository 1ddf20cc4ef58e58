import type { Instant } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { DeploymentEvent } from './events.ts';
import { type DeploymentState, phaseNumber } from './state.ts';

/** What people say to a deployment that is under way. */
export type ControlCommand =
  | { type: 'Pause'; at: Instant; justification: string | null }
  | { type: 'Resume'; at: Instant; justification: string | null }
  | { type: 'Advance'; at: Instant; justification: string }
  | { type: 'Widen'; at: Instant; justification: string | null };

/**
 * Pausing what is paused and resuming what runs changes nothing. Advancing works while running and held for
 * promotion or a failed node; widening only a partial deployment whose nodes have proven it.
 * @returns `deployment_not_running`, with the status and, when held, for what
 */
export function decideControl(command: ControlCommand, state: DeploymentState): Decision<DeploymentEvent> {
  if (!state.exists) return reject('deployment_unknown');
  const { status } = state;
  const active = status === 'planning' || status === 'running';
  const heldFor = status === 'held' ? state.reasons[0]?.code : undefined;
  const refuse = () => reject('deployment_not_running', heldFor ? { status, heldFor } : { status });
  switch (command.type) {
    case 'Pause':
      if (status === 'paused') return accept();
      return active
        ? accept({ type: 'DeploymentPaused', at: command.at, justification: command.justification })
        : refuse();
    case 'Resume':
      if (active) return accept();
      if (status !== 'paused') return refuse();
      return accept({
        type: 'DeploymentResumed',
        at: command.at,
        run: state.run + 1,
        justification: command.justification,
      });
    case 'Advance': {
      const { at, justification } = command;
      const phase = phaseNumber(state);
      if (phase === 0 || heldFor === 'partial_proven' || (status !== 'running' && !heldFor)) return refuse();
      const advanced: DeploymentEvent[] =
        state.advanced === phase ? [] : [{ type: 'PhaseAdvanced', at, phase, justification }];
      if (status === 'running') return accept(...advanced);
      return accept(...advanced, { type: 'DeploymentResumed', at, run: state.run + 1, justification });
    }
    case 'Widen':
      if (heldFor !== 'partial_proven') return refuse();
      return accept({
        type: 'DeploymentWidened',
        at: command.at,
        run: state.run + 1,
        justification: command.justification,
      });
  }
}
