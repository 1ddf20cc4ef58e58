import type { PhaseMode } from '../../schemas/deployment.ts';
import type { NodeVerdict } from '../../schemas/deployment-node.ts';
import type { PulseRelease, PulseRow } from '../../schemas/pulse.ts';
import { isStale } from '../drift/rules/stale.ts';
import { isSameRelease } from '../pulse/release.ts';

/** What a node is measured by. Times are Unix seconds, as in its pulse. */
export interface Expectation {
  /** null when the deployment has none (yet): nothing proves it. */
  readonly release: PulseRelease | null;
  readonly mode: PhaseMode;
  readonly releasedAt: number;
  readonly deadlineSeconds: number;
  readonly now: number;
  readonly staleAfterSeconds: number;
  /** How long a node that fails to swap may go on trying before it counts as given up. */
  readonly patienceSeconds: number;
}

/** Code in a pulse of a node that could not swap (core/drift/rules): it says itself that it does not run the release. */
const FAILED_SWAP = 'swap_failed';

/** Whether a node still cannot swap after all its attempts have had their time. */
export const gaveUp = (
  { drift }: Pick<PulseRow, 'drift'>,
  { now, releasedAt, patienceSeconds }: Pick<Expectation, 'now' | 'releasedAt' | 'patienceSeconds'>,
): boolean => drift.includes(FAILED_SWAP) && now - releasedAt > patienceSeconds;

/** Seconds a node takes for its attempts: the first at once, each pause twice the one before. */
export const patienceSeconds = (attempts: number, backoffSeconds: number): number =>
  backoffSeconds * (2 ** Math.max(0, attempts - 1) - 1);

/**
 * How a node of the present phase stands. Only a receipt makes it `applied`: what a check-in says it runs proves
 * nothing, but a later one that says otherwise takes the proof back. `overdue` is never success, `offline` neither
 * success nor failure.
 */
export function nodeVerdict(row: PulseRow, expected: Expectation): Exclude<NodeVerdict, 'waiting'> {
  if (proves(row, expected)) return 'applied';
  if (isStale(row, expected.now, expected.staleAfterSeconds)) return 'offline';
  if (row.drift.includes(FAILED_SWAP)) return 'failed';
  // Who came late has its time from then.
  const since = Math.max(expected.releasedAt, row.bootStartedAt);
  return expected.now > since + expected.deadlineSeconds ? 'overdue' : 'pending';
}

function proves(row: PulseRow, expected: Expectation): boolean {
  const { proven, seenAt } = row;
  if (!proven || !isSameRelease(proven, expected.release)) return false;
  if (expected.mode === 'preload') return true;
  if (proven.state !== 'active') return false;
  // A receipt can be here before the check-in that shows the new release; a second later there is no excuse.
  return isSameRelease(row, expected.release) || seenAt <= proven.at + 1;
}
