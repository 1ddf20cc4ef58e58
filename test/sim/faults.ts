import type { Chance } from './chance.ts';
import type { Tally } from './tally.ts';

/** How likely each fault is in this seed; all stop together. */
export interface Faults {
  /** Draws whether a fault happens now, and counts it. Nothing happens once faults have stopped. */
  happens(fault: Fault): boolean;
  stop(): void;
  readonly stopped: () => boolean;
}

/** Highest probability of each, per occasion; a seed takes a share of it, or leaves the fault out. */
const MOST = {
  'network: request lost': 0.1,
  'network: reply lost': 0.1,
  'network: doubled': 0.1,
  'network: delayed': 0.15,
  'network: late copy': 0.05,
  'network: old answer replayed': 0.1,
  'network: answer changed': 0.05,
  'network: download changed': 0.3,
  'store: slow': 0.03,
  'append: fails': 0.04,
  'append: stored, reply lost': 0.04,
  'append: crash before': 0.02,
  'append: crash after': 0.02,
  'workflow: crash before store': 0.02,
  'workflow: crash after store': 0.02,
  'workflow: crash before step': 0.06,
  'workflow: crash after step': 0.06,
  'workflow: stray step': 0.2,
  'workflow: start fails': 0.2,
  'workflow: step fails': 0.1,
  'workflow: steps fail for long': 0.02,
  'blobs: fails': 0.02,
  'signer: fails': 0.1,
  'pulses: fails': 0.04,
  'views: fails': 0.04,
  'disk: killed in a write': 0.02,
  'disk: power lost in a write': 0.02,
  'plane: set back to a backup': 0.3,
  'clock: jumps': 0.01,
  'node: partitioned': 0.01,
  'node: rebooted': 0.01,
  'lie: receipt replayed': 0.9,
  'lie: receipt of another': 0.9,
  'lie: wrong digest': 0.9,
  'lie: bent receipt': 0.9,
  'lie: bent assertion': 0.5,
  'lie: health backwards': 0.2,
  'lie: evidence made up': 0.05,
  'lie: quarantine made up': 0.03,
  'lie: orders never given': 0.1,
  'lie: envelopes forged': 0.05,
} as const;
export type Fault = keyof typeof MOST;
export const FAULTS = Object.keys(MOST) as Fault[];

export function faultsOf(chance: Chance, { count }: Tally): Faults {
  let stopped = false;
  const shares = new Map(FAULTS.map((fault) => [fault, chance.happens(0.6) ? chance.fraction() : 0]));
  return {
    happens(fault) {
      if (stopped || !chance.happens(MOST[fault] * (shares.get(fault) ?? 0))) return false;
      count(fault);
      return true;
    },
    stop() {
      stopped = true;
    },
    stopped: () => stopped,
  };
}
