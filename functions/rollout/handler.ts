import * as z from 'zod';
import type { Outcome } from '../../core/decision.ts';
import { Breach } from '../../schemas/deployment-report.ts';
import { ClusterName, ConfigName, Count, DeploymentId, NodeId, SemVer } from '../../schemas/words.ts';
import { signDrafted } from '../../usecases/issue/sign-drafted.ts';
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

/** What another function may ask to have signed: a name under which something is drafted, and never what to sign. */
const Draft = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('cluster'), cluster: ClusterName }),
  z.strictObject({ of: z.literal('version'), version: z.templateLiteral([ConfigName, '@', SemVer]) }),
  z.strictObject({ of: z.literal('labels'), node: NodeId }),
  z.strictObject({ of: z.literal('directives') }),
]);
const TraceId = z.string().regex(/^[0-9a-f]{32}$/);

/** What the state machine sends: which step, for which run; and what the other functions send. */
const StepEvent = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('plan'), ...fence }),
  z.strictObject({ step: z.literal('release-phase'), ...fence, phase: Count.min(1) }),
  z.strictObject({ step: z.literal('assess'), ...fence }),
  z.strictObject({ step: z.literal('alert'), ...fence, breach: Breach.nullable() }),
  z.strictObject({ step: z.literal('roll-back'), ...fence }),
  z.strictObject({ step: z.literal('complete'), ...fence }),
  z.strictObject({ step: z.literal('report'), ...fence }),
  z.strictObject({ step: z.literal('sign'), draft: Draft, traceId: TraceId.optional() }),
]);

/**
 * The steps of state-machines/rollout.asl.json, and signing for the functions that may not use the key. Outcomes are answered as data; a throw only ever means "again",
 * also for an event that is not one of ours: then the state machine and this function do not belong together.
 */
export const makeHandler =
  (world: World) =>
  async (payload: unknown): Promise<StepOutput | Outcome<null>> => {
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
      case 'sign':
        return signDrafted(world, event.draft, event.traceId === undefined ? undefined : { traceId: event.traceId });
    }
  };
