import type { PulseRow } from '../../../schemas/pulse.ts';
import { ByteReader, ByteWriter } from './bytes.ts';

/** What a sign of life must find unchanged: compared as a whole, byte for byte. */
export type RunningState = Pick<PulseRow, 'generation' | 'digestPrefix' | 'resident' | 'drift' | 'unhealthy'>;

/** Stored by their place in this list: only ever add at the end. Other codes are stored as they are. */
const DRIFT_CODES: readonly string[] = [
  'version_behind',
  'config_digest_mismatch',
  'unknown_config_present',
  'config_missing',
  'revoked_content_runs',
  'swap_failed',
  'cpu_pressure',
  'memory_pressure',
  'stale',
];
const SPELT_OUT = 0;
const UNHEALTHY = 1;
const HEX_PREFIX = 2;
const PREFIX = /^[0-9a-f]{16}$/;

export function packState({ generation, digestPrefix, resident, drift, unhealthy }: RunningState): string {
  const hex = PREFIX.test(digestPrefix);
  const bytes = new ByteWriter().whole((unhealthy ? UNHEALTHY : 0) | (hex ? HEX_PREFIX : 0)).whole(generation);
  if (hex) bytes.raw(Buffer.from(digestPrefix, 'hex'));
  else bytes.text(digestPrefix);
  bytes.whole(resident).whole(drift.length);
  for (const code of drift) {
    const known = DRIFT_CODES.indexOf(code) + 1;
    bytes.whole(known);
    if (known === SPELT_OUT) bytes.text(code);
  }
  return bytes.base64();
}

export function unpackState(base64: string): RunningState {
  const bytes = new ByteReader(base64);
  const flags = bytes.whole();
  const generation = bytes.whole();
  const digestPrefix = flags & HEX_PREFIX ? bytes.raw(8).toString('hex') : bytes.text();
  const resident = bytes.whole();
  const drift = Array.from({ length: bytes.whole() }, () => {
    const known = bytes.whole();
    return known === SPELT_OUT ? bytes.text() : (DRIFT_CODES[known - 1] ?? '');
  });
  return { generation, digestPrefix, resident, drift, unhealthy: (flags & UNHEALTHY) !== 0 };
}
