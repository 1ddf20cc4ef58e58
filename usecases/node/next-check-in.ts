import type { World } from '../ports.ts';
import type { ClusterWords } from './cluster-words.ts';

/** While a directive is being renewed a node asks again soon. */
const RENEWING_SECONDS = 2;
/** Share by which intervals differ, so that nodes that came together drift apart. */
const JITTER = 0.1;
/** Chance is drawn for many check-ins at once: a draw costs as much as a MAC. */
const DRAWN_BYTES = 256;

/** Says when a node should come again: seconds, to the millisecond. */
export function cadence({
  settings,
  ids,
}: Pick<World, 'settings' | 'ids'>): (words: ClusterWords, now: string) => number {
  let drawn: Uint8Array = new Uint8Array();
  let used = 0;
  const share = (): number => {
    if (used >= drawn.length) {
      drawn = ids.bytes(DRAWN_BYTES);
      used = 0;
    }
    return (drawn[used++] ?? 0) / 255;
  };
  return (words, now) => {
    const base = words.busy ? settings.activeCheckInSeconds : settings.idleCheckInSeconds;
    const wanted = words.noticeAt(now) === 'directive_renewing' ? Math.min(base, RENEWING_SECONDS) : base;
    return Math.round(wanted * (1 - JITTER + 2 * JITTER * share()) * 1000) / 1000;
  };
}
