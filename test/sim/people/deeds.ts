import type { Chance } from '../chance.ts';
import { AUTHORING } from './authoring.ts';
import { BUNDLING } from './bundling.ts';
import { GOVERNING } from './governing.ts';
import type { Deed } from './office.ts';
import { STEERING } from './steering.ts';
import { TENDING } from './tending.ts';

/** Everything that somebody may do at a bad moment, and how often against the others. */
const DEEDS = [...STEERING, ...AUTHORING, ...BUNDLING, ...GOVERNING, ...TENDING];
const TOGETHER = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

export function anyDeed(chance: Chance): Deed {
  let left = chance.fraction() * TOGETHER;
  for (const [weight, deed] of DEEDS) {
    left -= weight;
    if (left < 0) return deed;
  }
  throw new Error('the weights do not add up');
}
