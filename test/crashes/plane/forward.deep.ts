import { it } from 'vitest';
import { FORWARD_ACTS } from './cast.ts';
import { perform } from './perform.ts';

it('killed at every point of the way forward, by every strategy: every deployment ends right', () =>
  perform(FORWARD_ACTS));
