import type { PulseRow } from '../../schemas/pulse.ts';

/**
 * Last-value rows of nodes, in partitions of about 1,000; not events, never in the audit log.
 * `put` keeps the row with the higher (bootStartedAt, sequence) and never touches `proven`; it may be lost in a crash
 * of the store only together with its reply. `prove` only raises `proven`. Readers may be a little behind.
 */
export interface Pulses {
  put(row: Omit<PulseRow, 'proven'>): Promise<void>;
  prove(cluster: string, node: string, proven: PulseRow['proven']): Promise<void>;
  get(cluster: string, node: string): Promise<PulseRow | undefined>;
  /** Folds all rows of a cluster, partition by partition; order is not defined. */
  fold<T>(cluster: string, initial: T, step: (state: T, row: PulseRow) => T): Promise<T>;
  remove(cluster: string, node: string): Promise<void>;
}
