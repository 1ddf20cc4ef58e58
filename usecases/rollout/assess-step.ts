import { done, type Outcome } from '../../core/decision.ts';
import { type Assessment, assess, ROUTINE } from '../../core/deployment/assess.ts';
import { decideStep, type StepCommand } from '../../core/deployment/decide-step.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { type DeploymentState, phaseNumber } from '../../core/deployment/state.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { observeCluster } from './observe-cluster.ts';
import {
  answer,
  endedAlready,
  endedBy,
  loadDeployment,
  type StepContext,
  type StepInput,
  type StepOutput,
  stepCall,
} from './step.ts';

/**
 * Assessments in one execution. A loop with a phase in it is 14 history events, 25,000 are the end: this leaves a
 * third of them for retries.
 */
export const LOOPS_LIMIT = 1200;

/**
 * Looks at receipts and health and answers how to go on, with the time until the next look. What it finds for the
 * first time (a phase proven, other reasons to wait, something only a person can decide) is recorded.
 */
export async function assessStep(world: World, input: StepInput): Promise<StepOutput> {
  const context = await loadDeployment(world, input.deploymentId);
  const { state } = context;
  const ended = endedAlready(input, state);
  if (ended) return answer(input, 'ended', { reason: ended });
  const next = { ...input, loops: input.loops + 1 };
  const { clock, settings } = world;
  const seen = await observeCluster(world, state);
  const assessment = assess(state, seen, { nowMs: clock.now(), assessSeconds: settings.assessSeconds });
  if (assessment.decision === 'roll_back') return answer(next, 'roll_back', { breach: assessment.breach });
  const renew = next.loops >= LOOPS_LIMIT && assessment.decision !== 'complete';
  const recorded = await record(world, input, context, [
    ...findings(input, state, assessment, clock.now()),
    ...(renew ? [renewal(input, clock.now())] : []),
  ]);
  if (!recorded.ok) return endedBy(next, recorded);
  if (renew) return answer(next, 'ended', { reason: 'renewed' });
  switch (assessment.decision) {
    case 'continue':
      return answer(next, 'continue', { phase: assessment.phase });
    case 'complete':
      return answer(next, 'complete');
    case 'hold':
      return assessment.person
        ? answer(next, 'ended', { reason: assessment.person })
        : answer(next, 'hold', {
            waitSeconds: assessment.waitSeconds,
            reason: assessment.reasons.map(({ code }) => code).join(),
          });
  }
}

const renewal = ({ run }: StepInput, nowMs: number): StepCommand => ({
  type: 'RenewRun',
  at: new Date(nowMs).toISOString(),
  run,
});

/** What an assessment says for the events; most say nothing. */
function findings(
  { run }: StepInput,
  state: DeploymentState,
  assessment: Exclude<Assessment, { decision: 'roll_back' }>,
  nowMs: number,
): StepCommand[] {
  const at = new Date(nowMs).toISOString();
  const phase = phaseNumber(state);
  const { counts } = assessment;
  const commands: StepCommand[] = [];
  if (assessment.proven && !state.phase?.provenAt) commands.push({ type: 'RecordProof', at, run, phase, counts });
  if (assessment.decision !== 'hold') return commands;
  if (assessment.person) return [...commands, { type: 'Hold', at, run, phase, reason: assessment.person, counts }];
  const reasons = assessment.reasons.filter(({ code }) => !ROUTINE.includes(code));
  return [...commands, { type: 'RecordWaiting', at, run, phase, reasons, counts }];
}

/** Stores what the commands come to; nothing new is no write. The key holds the revision: each state is left once. */
async function record(
  world: World,
  input: StepInput,
  { state, revision }: StepContext,
  commands: readonly StepCommand[],
): Promise<Outcome<number>> {
  if (commands.length === 0) return done(0);
  return transact(world, stepCall(world, input, `assess/${revision}`, state), async (tx) => {
    let { state: current } = await tx.load(DEPLOYMENT, input.deploymentId);
    for (const command of commands) {
      const decision = decideStep(command, current);
      if (!decision.ok) return decision;
      current = tx.append(DEPLOYMENT, input.deploymentId, decision.events);
    }
    return done(revision);
  });
}
