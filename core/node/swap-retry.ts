import type { Sha256 } from '../../schemas/words.ts';
import { sayable } from './sayable.ts';

/** How often a release may fail to switch on one node, and how long the node pauses between (milliseconds). */
export interface SwapPolicy {
  readonly attempts: number;
  readonly backoffMs: number;
}

/** The last switch that failed; kept until one succeeds or an operator clears it. */
export interface SwapFailure {
  readonly generation: number;
  readonly digest: Sha256;
  readonly attempts: number;
  readonly reason: string;
  readonly quarantined: boolean;
  /** Unix milliseconds; not before this is the next attempt. */
  readonly retryAtMs: number;
}

const MAX_BACKOFF_MS = 10 * 60_000;
const MAX_REASON = 512;

/**
 * What a failed switch leads to: another attempt after a pause that doubles, or quarantine at the last one.
 * Attempts are counted per release digest.
 */
export function swapFailed(
  earlier: SwapFailure | null,
  failed: { readonly generation: number; readonly digest: Sha256; readonly reason: string },
  { attempts: allowed, backoffMs }: SwapPolicy,
  nowMs: number,
): SwapFailure {
  const attempts = earlier?.digest === failed.digest ? earlier.attempts + 1 : 1;
  const pause = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** (attempts - 1));
  return {
    generation: failed.generation,
    digest: failed.digest,
    attempts,
    reason: sayable(failed.reason, MAX_REASON),
    quarantined: attempts >= allowed,
    retryAtMs: nowMs + pause,
  };
}

/** Whether the node should keep its hands off this release now, and why. */
export function swapHeldBack(
  failure: SwapFailure | null,
  digest: Sha256,
  nowMs: number,
): 'quarantined' | 'backing_off' | null {
  if (failure?.digest !== digest) return null;
  if (failure.quarantined) return 'quarantined';
  return failure.retryAtMs > nowMs ? 'backing_off' : null;
}
