import type { HealthCounts } from './health.ts';

/** A short form of HealthSample: who it belongs to is the row's business. */
export interface PulseSample {
  readonly at: number;
  readonly sequence: number;
  readonly counts: HealthCounts;
}

/**
 * The last known state of one node (≤ 300 bytes as stored, latency histogram included when sparse). Times are Unix
 * seconds: they are compared, never shown.
 */
export interface PulseRow {
  readonly cluster: string;
  readonly node: string;
  readonly bootId: string;
  /** When this boot was first seen; orders boots. */
  readonly bootStartedAt: number;
  readonly sequence: number;
  /** Generation and payload digest prefix (16 hex) of the release the node says it runs; 0 and '' for none. */
  readonly generation: number;
  readonly digestPrefix: string;
  /** Generation held resident beside it (blue-green preload), 0 for none. */
  readonly resident: number;
  readonly seenAt: number;
  readonly intervalSeconds: number;
  /** Newest cumulative sample of `generation`, and the one the window starts at (same boot and generation). */
  readonly newest: PulseSample | null;
  readonly windowStart: PulseSample | null;
  /** Drift kinds open on the node, short codes; empty = in line. */
  readonly drift: readonly string[];
  /** Last probe failed. */
  readonly unhealthy: boolean;
  /** Samples dropped since the node was first heard of (late, or contradicting themselves); absent for none. */
  readonly samplesDropped?: number;
  /** Written by the receipt handler alone, after its append; null until a first receipt. */
  readonly proven: { readonly generation: number; readonly state: 'resident' | 'active'; readonly at: number } | null;
}
