import type { Duration } from '../../schemas/strategy.ts';

const PARTS = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNIT_SECONDS = [604_800, 86_400, 3600, 60, 1] as const;

/** Seconds of an ISO 8601 duration as `Duration` admits it: weeks to seconds, whole numbers. */
export function durationSeconds(duration: Duration): number {
  const parts = PARTS.exec(duration)?.slice(1);
  if (!parts) throw new TypeError(`not a duration: ${duration}`);
  return UNIT_SECONDS.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
}
