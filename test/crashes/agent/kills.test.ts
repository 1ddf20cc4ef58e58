import { it } from 'vitest';
import { killAgent } from './kill-agent.ts';

it(
  'an agent killed at random comes back with a verified release, and whoever reads meanwhile sees no mix',
  () => killAgent(5, 'a few').then(() => undefined),
  120_000,
);
