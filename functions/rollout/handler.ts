import { z } from 'zod';
import { Breach } from '../../schemas/deployment-report.ts';
import { Count, DeploymentId } from '../../schemas/words.ts';
import type { World } from '../../usecases/ports.ts';
import { alertStep } from '../../usecases/rollout/alert-step.ts';
import { assessStep } from '../../usecases/rollout/assess-step.ts';
import { completeStep } from '../../usecases/rollout/complete-step.ts';
import { planStep } from '../../usecases/rollout/plan-step.ts';
import { releasePhaseStep } from '../../usecases/rollout/release-phase-step.ts';
import { reportStep } from '../../usecases/rollout/report-step.ts';
import { rollBackStep } from '../../usecases/rollout/roll-back-step.ts';
import type { StepOutput } from '../../usecases/rollout/step.ts';

const fence = { deploymentId: DeploymentId, run: Count.min(1), loops: Count };

/** What the state machine sends: which step, for which run. */
const StepEvent = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('plan'), ...fence }),
  z.strictObject({ step: z.literal('release-phase'), ...fence, phase: Count.min(1) }),
  z.strictObject({ step: z.literal('assess'), ...fence }),
  z.strictObject({ step: z.literal('alert'), ...fence, breach: Breach }),
  z.strictObject({ step: z.literal('roll-back'), ...fence }),
  z.strictObject({ step: z.literal('complete'), ...fence }),
  z.strictObject({ step: z.literal('report'), ...fence }),
]);

/**
 * The steps of state-machines/rollout.asl.json. Outcomes are answered as data; a throw only ever means "again",
 * also for an event that is not one of ours: then the state machine and this function do not belong together.
 */
export const makeHandler =
  (world: World) =>
  async (payload: unknown): Promise<StepOutput> => {
    const event = StepEvent.parse(payload);
    switch (event.step) {
      case 'plan':
        return planStep(world, event);
      case 'release-phase':
        return releasePhaseStep(world, event);
      case 'assess':
        return assessStep(world, event);
      case 'alert':
        return alertStep(world, event);
      case 'roll-back':
        return rollBackStep(world, event);
      case 'complete':
        return completeStep(world, event);
      case 'report':
        return reportStep(world, event);
    }
  };
