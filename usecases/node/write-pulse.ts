import { stalePeriodSeconds } from '../../core/drift/rules/stale.ts';
import type { NodeIdentity } from '../../core/node-token/claims.ts';
import { nextPulse, runningState, type Seen } from '../../core/pulse/next-pulse.ts';
import type { DriftFinding } from '../../schemas/drift.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { World } from '../ports.ts';
import { bucketOf, isWritten, type Liveness } from './liveness.ts';

interface Told {
  readonly identity: NodeIdentity;
  readonly said: CheckInRequest;
  readonly findings: readonly DriftFinding[];
  /** A deployment runs in the node's cluster. */
  readonly busy: boolean;
  readonly nextCheckInSeconds: number;
  readonly nowMs: number;
}

/** Liveness buckets in a window of samples while nothing is going on. */
const WINDOW_BUCKETS = 3;

/**
 * Writes the node's last-value row when something in it changed, or once per liveness bucket (a quarter of the time
 * after which it would be stale). During a deployment every new sample is a change; else samples wait for the bucket,
 * and what has changed but them is written without being read first.
 * @returns the value for the node to echo
 */
export async function writePulse(
  { pulses, settings }: Pick<World, 'pulses' | 'settings'>,
  liveness: Liveness,
  { identity: { node, cluster }, said, findings, busy, nextCheckInSeconds, nowMs }: Told,
): Promise<string> {
  const { sample, running, probe, resident } = said;
  const drift = findings.length === 0 ? [] : [...new Set(findings.map(({ rule }) => rule))];
  const at = Math.floor(nowMs / 1000);
  const usualSeconds = busy ? settings.activeCheckInSeconds : settings.idleCheckInSeconds;
  const bucket = Math.floor(at / Math.max(1, stalePeriodSeconds(usualSeconds, settings.staleAfterSeconds) / 4));
  const intervalSeconds = Math.ceil(nextCheckInSeconds);
  const seen = { cluster, node, at, intervalSeconds, running, resident, sample, drift, unhealthy: probe === 'failed' };
  const write = async () => pulses.put(nextPulse(await pulses.get(cluster, node), seen));
  if (busy && sample) {
    await write();
    return ''; // the next sample is another one: no echo could spare it
  }
  const told = [sample?.bootId, running?.digest, ...resident.map(({ digest }) => digest), drift.join(), probe].join();
  const value = liveness(node, bucket, told);
  if (isWritten(value, said.liveness)) return value;
  const nothingNew = isWritten(liveness(node, bucketOf(said.liveness), told), said.liveness);
  const newWindow = (bucket + Number.parseInt(node.slice(-2), 16)) % WINDOW_BUCKETS === 0;
  if (!(nothingNew && (await refreshed(pulses, seen, newWindow)))) await write();
  return value;
}

/** @returns false when the row has to be read: it says something else, or the sample does not belong to what runs */
async function refreshed(pulses: World['pulses'], seen: Seen, newWindow: boolean): Promise<boolean> {
  const { cluster, node, at, intervalSeconds, sample } = seen;
  const state = runningState(seen);
  if (!sample || sample.generation !== state.generation || sample.counts.errors > sample.counts.requests) return false;
  const { bootId, sequence, counts } = sample;
  const newest = { bootId, at, sequence, counts };
  return pulses.refresh({ cluster, node, ...state, seenAt: at, intervalSeconds, sample: newest, newWindow });
}
