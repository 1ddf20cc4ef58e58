import { PATIENCE, type Patience } from '../../../adapters/aws/patience.ts';

/** Patience that takes no time, and the pauses it would have made with the longest draw. */
export function recordedPatience(): Patience & { readonly pauses: number[] } {
  const pauses: number[] = [];
  return { ...PATIENCE, random: () => 1, pause: async (ms) => void pauses.push(ms), pauses };
}
