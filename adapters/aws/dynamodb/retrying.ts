import { PATIENCE as BOUNDED, type Patience as Bounded, pauseMsAfter } from '../patience.ts';
import type { DynamoCall } from './dynamo-call.ts';

/** How a call goes on after a passing failure. */
export interface Patience extends Bounded {
  /** No attempt begins later than this after the first one, in ms: what was asked long ago must not be stored now. */
  readonly withinMs: number;
  readonly now: () => number;
}

export const PATIENCE: Patience = { ...BOUNDED, attempts: 8, firstPauseMs: 25, withinMs: 10_000, now: Date.now };

/** Errors of every client here say so themselves. */
const isPassing = (error: unknown): boolean =>
  error instanceof Error && 'retryable' in error && error.retryable === true;

/**
 * Runs `attempt` again after failures that may pass, each time after a random part of a doubling pause, so that those
 * who collided do not collide again. The last failure is thrown.
 */
export async function persist<T>(attempt: () => Promise<T>, patience: Patience = PATIENCE): Promise<T> {
  const { attempts, withinMs, pause, now } = patience;
  const begun = now();
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = pauseMsAfter(failures, patience);
      const late = now() + pauseMs - begun > withinMs;
      if (!isPassing(error) || failures >= attempts || late) throw error;
      await pause(pauseMs);
    }
  }
}

/**
 * A client that tries again what may succeed a moment later: throttling, conflicts of transactions, faults of the
 * service, no answer. The input stays the same, so a write that was stored while its reply was lost is met again: a
 * transaction by its `ClientRequestToken`, a conditional write by its own condition.
 */
export const retrying =
  (call: DynamoCall, patience: Patience = PATIENCE): DynamoCall =>
  (operation, input) =>
    persist(() => call(operation, input), patience);
