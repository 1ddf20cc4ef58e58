import type { NodeIdentity } from '../../core/node-token/claims.ts';
import { nextPulse } from '../../core/pulse/next-pulse.ts';
import type { DriftFinding } from '../../schemas/drift.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { World } from '../ports.ts';
import { isWritten, type Liveness } from './liveness.ts';

interface Told {
  readonly identity: NodeIdentity;
  readonly said: CheckInRequest;
  readonly findings: readonly DriftFinding[];
  readonly nextCheckInSeconds: number;
  readonly nowMs: number;
}

/**
 * Writes the node's last-value row when something in it changed, or once per liveness bucket (a quarter of the time
 * after which it would be stale).
 * @returns the value for the node to echo
 */
export async function writePulse(
  { pulses, settings }: Pick<World, 'pulses' | 'settings'>,
  liveness: Liveness,
  { identity: { node, cluster }, said, findings, nextCheckInSeconds, nowMs }: Told,
): Promise<string> {
  const { sample, running, probe, resident } = said;
  const at = Math.floor(nowMs / 1000);
  const bucket = Math.floor(at / Math.max(1, settings.staleAfterSeconds / 4));
  const drift = [...new Set(findings.map(({ rule }) => rule))];
  const told = [
    sample?.bootId,
    sample?.sequence,
    running?.digest,
    ...resident.map(({ digest }) => digest),
    drift.join(),
    probe,
  ].join();
  const value = liveness(node, bucket, told);
  if (!isWritten(value, said.liveness)) {
    const intervalSeconds = Math.ceil(nextCheckInSeconds);
    const seen = {
      cluster,
      node,
      at,
      intervalSeconds,
      running,
      resident,
      sample,
      drift,
      unhealthy: probe === 'failed',
    };
    await pulses.put(nextPulse(await pulses.get(cluster, node), seen));
  }
  return value;
}
