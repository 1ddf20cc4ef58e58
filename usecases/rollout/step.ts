import type { Rejected } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import type { Breach } from '../../schemas/deployment-report.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { systemCall } from '../system-call.ts';

/** What every step gets: which deployment, and the fence. */
export interface StepInput {
  readonly deploymentId: string;
  readonly run: number;
  /** Assessments made in this execution: its history is counted by them. */
  readonly loops: number;
}

/** What a step answers, and the next state gets: an outcome as data. A throw only ever means "again". */
export interface StepOutput extends StepInput {
  readonly outcome:
    | 'planned'
    | 'released'
    | 'hold'
    | 'continue'
    | 'complete'
    | 'roll_back'
    | 'alerted'
    | 'rolled_back'
    | 'completed'
    | 'reported'
    | 'ended';
  readonly waitSeconds: number;
  /** The phase to release next. */
  readonly phase: number;
  readonly breach: Breach | null;
  /** Why it ended, when it did. */
  readonly reason: string;
}

/** Everything about a deployment that a step reads first. */
export interface StepContext {
  readonly state: DeploymentState;
  readonly revision: number;
}

export const loadDeployment = async (
  world: Pick<World, 'streams' | 'authority'>,
  deploymentId: string,
): Promise<StepContext> => loadState(world, DEPLOYMENT, deploymentId);

/** A call by a step; the key names the intention, so that the same step of the same run is one command. */
export const stepCall = (
  world: Pick<World, 'clock'>,
  { deploymentId, run }: StepInput,
  intention: string,
  { traceId }: Pick<DeploymentState, 'traceId'>,
): Call => systemCall(world, 'rollout', `rollout/${deploymentId}/${run}/${intention}`, { traceId });

export const answer = (
  { deploymentId, run, loops }: StepInput,
  outcome: StepOutput['outcome'],
  more: Partial<Pick<StepOutput, 'waitSeconds' | 'phase' | 'breach' | 'reason' | 'loops'>> = {},
): StepOutput => ({ deploymentId, run, loops, outcome, waitSeconds: 0, phase: 0, breach: null, reason: '', ...more });

/** Refusals that end an execution in good order. */
const ENDS: ReadonlySet<string> = new Set(['superseded', 'deployment_not_running', 'deployment_unknown']);
export const isOrdinaryEnd = ({ code }: Rejected): boolean => ENDS.has(code);

/** @throws when the refusal is not an ordinary end: then it is a fault of ours, and the step is tried again */
export function endedBy(input: StepInput, refused: Rejected): StepOutput {
  if (!isOrdinaryEnd(refused)) throw new Error(`${refused.code} ${JSON.stringify(refused.details)}`);
  return answer(input, 'ended', { reason: refused.code });
}

/** Why this run has nothing more to do, or undefined when it goes on. */
export function endedAlready(
  { run }: StepInput,
  { exists, status, run: current }: DeploymentState,
): string | undefined {
  if (!exists) return 'deployment_unknown';
  if (run !== current) return 'superseded';
  return status === 'planning' || status === 'running' ? undefined : `deployment_${status}`;
}
