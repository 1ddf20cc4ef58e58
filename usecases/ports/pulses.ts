import type { PulseRow, PulseSample } from '../../schemas/pulse.ts';

/** A check-in that says nothing new but that the node lives, and how its counts went on. */
export interface SignOfLife
  extends Pick<
    PulseRow,
    | 'cluster'
    | 'node'
    | 'generation'
    | 'digestPrefix'
    | 'resident'
    | 'drift'
    | 'unhealthy'
    | 'seenAt'
    | 'intervalSeconds'
  > {
  readonly sample: (PulseSample & { readonly bootId: string }) | null;
  /** The window begins anew, at the sample that was the newest so far. */
  readonly newWindow: boolean;
}

/**
 * Last-value rows of nodes, in partitions of about 1,000; not events, never in the audit log.
 * `put` keeps the row with the higher (bootStartedAt, sequence) and never touches `proven`; it may be lost in a crash
 * of the store only together with its reply. `refresh` is one write without a read: it moves `seenAt` and the newest
 * sample of a row on and counts its sequence up. `false`, and nothing is changed, when the row says otherwise of what
 * runs, has no sample of this boot, or this one or a newer: then read the row, and put. `prove` only raises `proven`. `get` sees every write answered
 * before; readers of all rows may be a little behind.
 */
export interface Pulses {
  put(row: Omit<PulseRow, 'proven'>): Promise<void>;
  refresh(life: SignOfLife): Promise<boolean>;
  prove(cluster: string, node: string, proven: PulseRow['proven']): Promise<void>;
  get(cluster: string, node: string): Promise<PulseRow | undefined>;
  /** Folds all rows of a cluster, partition by partition; order is not defined. */
  fold<T>(cluster: string, initial: T, step: (state: T, row: PulseRow) => T): Promise<T>;
  remove(cluster: string, node: string): Promise<void>;
}
