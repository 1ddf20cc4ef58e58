import type { HealthCounts, HealthSample } from '../../schemas/health.ts';
import type { PulseRow, PulseSample } from '../../schemas/pulse.ts';
import { isSameRelease, NO_RELEASE, pulseRelease } from './release.ts';

/** What a check-in shows, in the words of the row. Times are Unix seconds. */
export interface Seen {
  readonly cluster: string;
  readonly node: string;
  readonly at: number;
  readonly intervalSeconds: number;
  readonly running: { readonly generation: number; readonly digest: string } | null;
  readonly resident: readonly { readonly generation: number }[];
  readonly sample: HealthSample | null;
  readonly drift: readonly string[];
  readonly unhealthy: boolean;
}

type Row = Omit<PulseRow, 'proven'>;

/** A window begins anew at this age; nodes begin at different times, or a whole cohort would forget at once. */
const WINDOW_SECONDS = 60;
const windowOf = (node: string): number => WINDOW_SECONDS + (Number.parseInt(node.slice(-2), 16) % 32 || 0);

/**
 * The row after a check-in. A sample that is late, belongs to another release than the one running, or contradicts
 * what was said before is dropped and counted; the rest of the check-in counts.
 * @param row what is stored, undefined when nothing is
 */
export function nextPulse(row: Row | undefined, seen: Seen): Row {
  const { cluster, node, at, intervalSeconds, sample } = seen;
  const running = runningState(seen);
  const { generation } = running;
  const bootId = sample?.bootId ?? row?.bootId ?? '';
  const sameBoot = row !== undefined && row.bootId === bootId;
  const before = sameBoot && isSameRelease(row, running) ? row : undefined;
  const usable = sample !== null && fits(sample, generation, sameBoot ? row.newest : null, before?.newest ?? null);
  const newest = usable ? { at, sequence: sample.sequence, counts: sample.counts } : (before?.newest ?? null);
  const dropped = sample !== null && !usable && sample.sequence !== before?.newest?.sequence;
  const samplesDropped = (row?.samplesDropped ?? 0) + (dropped ? 1 : 0);
  const next: Row = {
    cluster,
    node,
    bootId,
    bootStartedAt: sameBoot ? row.bootStartedAt : Math.max(at, (row?.bootStartedAt ?? 0) + 1),
    sequence: (row?.sequence ?? 0) + 1,
    ...running,
    seenAt: at,
    intervalSeconds,
    newest,
    windowStart: windowStart(before, newest, node, at),
    ...(samplesDropped > 0 ? { samplesDropped } : {}),
  };
  return next;
}

/** What runs on the node, as the row says it. */
export function runningState({
  running,
  resident,
  drift,
  unhealthy,
}: Pick<Seen, 'running' | 'resident' | 'drift' | 'unhealthy'>) {
  const { generation, digestPrefix } = running ? pulseRelease(running) : NO_RELEASE;
  return {
    generation,
    digestPrefix,
    resident: Math.max(0, ...resident.map((other) => other.generation).filter((other) => other !== generation)),
    drift,
    unhealthy,
  };
}

/** Later than the last of this boot, of the release that runs, and nothing counted backwards. */
function fits(
  sample: HealthSample,
  generation: number,
  ofBoot: PulseSample | null,
  ofRelease: PulseSample | null,
): boolean {
  if (sample.generation !== generation) return false;
  if (ofBoot && sample.sequence <= ofBoot.sequence) return false;
  if (sample.counts.errors > sample.counts.requests) return false;
  return !ofRelease || grows(ofRelease.counts, sample.counts);
}

const grows = (before: HealthCounts, after: HealthCounts): boolean =>
  (['requests', 'errors', 'probesOk', 'probesFailed'] as const).every((name) => after[name] >= before[name]);

const NOTHING: HealthCounts = { requests: 0, errors: 0, probesOk: 0, probesFailed: 0, latency: [] };

/** A new release begins at nothing (counts run since its activation), later windows at the newest sample before. */
function windowStart(
  before: Row | undefined,
  newest: PulseSample | null,
  node: string,
  at: number,
): PulseSample | null {
  if (!newest) return null;
  if (!before?.windowStart || !before.newest) return { at, sequence: 0, counts: NOTHING };
  return at - before.windowStart.at > windowOf(node) ? before.newest : before.windowStart;
}
