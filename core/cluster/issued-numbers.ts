import type { ClusterState } from './state.ts';

/**
 * Highest number that an honest cluster can have reached: one a millisecond takes 140,000 years. What is signed above
 * it was made to leave no number for those after it.
 */
const HIGHEST_HONEST = 2 ** 52;

/** Whether one of these was signed only to use up the numbers. @see docs/protocol.md §5.8 */
export const numbersUsedUp = (...numbers: readonly number[]): boolean =>
  numbers.some((number) => number > HIGHEST_HONEST);

const highestHonest = (...numbers: readonly (number | undefined)[]): number =>
  Math.max(0, ...numbers.flatMap((number) => (number === undefined || numbersUsedUp(number) ? [] : [number])));

/**
 * What the next release and directive have to be above: all that is known or proven. In a new epoch numbers that were
 * signed to use them all up are left behind; the others still count, so that nobody mistakes one release for another.
 */
export const goesOnAbove = ({
  generation,
  stable,
  draft,
  directive,
  signingStopped,
}: ClusterState): { readonly generation: number; readonly sequence: number } => ({
  generation: highestHonest(generation, stable?.generation, draft?.generation, signingStopped?.provenGeneration),
  sequence: highestHonest(directive?.sequence, signingStopped?.provenSequence),
});
