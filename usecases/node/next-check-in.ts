import type { World } from '../ports.ts';
import type { ClusterWords } from './cluster-words.ts';

/** While a directive is being renewed a node asks again soon. */
const RENEWING_SECONDS = 2;
/** Share by which intervals differ, so that nodes that came together drift apart. */
const JITTER = 0.1;

/** Seconds until the node should come again, in milliseconds' precision. */
export function nextCheckIn(
  { settings, ids }: Pick<World, 'settings' | 'ids'>,
  words: ClusterWords,
  now: string,
): number {
  const base = words.busy ? settings.activeCheckInSeconds : settings.idleCheckInSeconds;
  const wanted = words.noticeAt(now) === 'directive_renewing' ? Math.min(base, RENEWING_SECONDS) : base;
  const share = (ids.bytes(1)[0] ?? 0) / 255;
  return Math.round(wanted * (1 - JITTER + 2 * JITTER * share) * 1000) / 1000;
}
