import { randomUUID } from 'node:crypto';
import type { Chance, Clock } from '../ports.ts';

/** Timers overflow above about 24.8 days; no cadence is longer than a day, and back-off is a minute. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(LONGEST_TIMER_MS, Math.max(0, delayMs)));
    return () => clearTimeout(timer);
  },
};

export const systemChance: Chance = { uuid: () => randomUUID(), fraction: () => Math.random() };
