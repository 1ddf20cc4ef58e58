import { describe } from 'vitest';
import { memoryPulses } from '../support/memory-pulses.ts';
import { memoryWorld } from '../support/world.ts';
import { pulsesContract } from './pulses.ts';

describe('pulses as objects, as the test of a thousand nodes uses them', () =>
  pulsesContract(() => memoryWorld({ pulses: memoryPulses() })));
