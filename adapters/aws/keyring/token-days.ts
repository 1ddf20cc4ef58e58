import type { KeyName } from './sealed-keys.ts';

const DAY_MS = 24 * 3600 * 1000;
/** A token lives ten minutes at most, and clocks of two processes differ by less than one. */
const OVERLAP_MS = 11 * 60 * 1000;
/** After its day nobody needs a key; TTL takes its time. */
const KEPT_DAYS = 3;

/** Which keys of node tokens count at a moment, and until when that stays so. */
export interface TokenDays {
  /** Signs. */
  readonly today: number;
  /** While its tokens may live. */
  readonly yesterday?: number;
  /** Shortly before it signs: another process may be ahead, and this one will not wait for it. */
  readonly tomorrow?: number;
  readonly untilMs: number;
}

/** A day begins at midnight UTC; days count from 1970. */
export function tokenDays(nowMs: number): TokenDays {
  const today = Math.floor(nowMs / DAY_MS);
  const [begin, end] = [today * DAY_MS, (today + 1) * DAY_MS];
  if (nowMs < begin + OVERLAP_MS) return { today, yesterday: today - 1, untilMs: begin + OVERLAP_MS };
  if (nowMs < end - OVERLAP_MS) return { today, untilMs: end - OVERLAP_MS };
  return { today, tomorrow: today + 1, untilMs: end };
}

export const tokenKeyName = (day: number): KeyName => ({
  name: `node-token/${day}`,
  use: 'keyring/node-token',
  expiresAt: ((day + KEPT_DAYS) * DAY_MS) / 1000,
});
