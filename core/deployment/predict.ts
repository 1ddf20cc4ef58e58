import type { PlannedPhase } from '../../schemas/deployment.ts';

/** What moving one phase takes beside its soak: nodes hear of it, prove it, an assessment sees it. */
export interface Pace {
  readonly checkInSeconds: number;
  readonly assessSeconds: number;
}

/** Seconds from the start to completion if every node is well: one check-in to switch, one to be seen, one assessment. */
export const predictedSeconds = (phases: readonly PlannedPhase[], { checkInSeconds, assessSeconds }: Pace): number =>
  Math.ceil(phases.reduce((sum, { soakSeconds }) => sum + soakSeconds + 2 * checkInSeconds + assessSeconds, 0));
