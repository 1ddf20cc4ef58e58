import type { PulseRow, PulseSample } from '../../schemas/pulse.ts';
import { isSameRelease } from './release.ts';

type Row = Omit<PulseRow, 'proven'>;

/** What a check-in shows in which nothing is new but time and counts. */
interface Life
  extends Pick<Row, 'generation' | 'digestPrefix' | 'resident' | 'drift' | 'unhealthy' | 'seenAt' | 'intervalSeconds'> {
  readonly sample: (PulseSample & { readonly bootId: string }) | null;
  readonly newWindow: boolean;
}

/**
 * The row after a sign of life, for stores that can look at it first.
 * @returns undefined when it says something else of what runs, was never sampled in this boot, or is later already
 */
export function refreshPulse(row: Row, life: Life): Row | undefined {
  const { sample, newWindow, seenAt, intervalSeconds } = life;
  if (!runsTheSame(row, life) || row.seenAt > seenAt) return undefined;
  const moved = { ...row, seenAt, intervalSeconds, sequence: row.sequence + 1 };
  if (!sample) return moved;
  const { bootId, ...newest } = sample;
  if (row.bootId !== bootId || row.newest === null || row.newest.sequence >= newest.sequence) return undefined;
  return { ...moved, newest, windowStart: newWindow ? row.newest : row.windowStart };
}

const runsTheSame = (row: Row, life: Life): boolean =>
  isSameRelease(row, life) &&
  row.resident === life.resident &&
  row.unhealthy === life.unhealthy &&
  row.drift.join() === life.drift.join();
