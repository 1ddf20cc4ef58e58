/** How something goes on after a failure that may pass. All times in milliseconds. */
export interface Patience {
  readonly attempts: number;
  /** Longest pause before the second attempt; doubles each time up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export const PATIENCE: Patience = {
  attempts: 5,
  firstPauseMs: 50,
  longestPauseMs: 1000,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

/** A random part of a doubling pause, so that those who collided do not collide again. @param failures so far, from 1 */
export const pauseMsAfter = (
  failures: number,
  { random, firstPauseMs, longestPauseMs }: Pick<Patience, 'random' | 'firstPauseMs' | 'longestPauseMs'>,
): number => random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));

export const pauseAfter = (failures: number, patience: Omit<Patience, 'attempts'>): Promise<void> =>
  patience.pause(pauseMsAfter(failures, patience));
