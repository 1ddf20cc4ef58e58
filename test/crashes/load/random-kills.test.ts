import { it } from 'vitest';
import { killAtRandom } from './kill-at-random.ts';

it(
  'killed at random under write load, a control plane loses and changes nothing that it acknowledged',
  () => killAtRandom(3, 'a few'),
  120_000,
);
