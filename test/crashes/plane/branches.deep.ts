import { it } from 'vitest';
import { BRANCH_ACTS } from './cast.ts';
import { perform } from './perform.ts';

it('killed at every point of the ways back, aside and on: every deployment ends right', () => perform(BRANCH_ACTS));
