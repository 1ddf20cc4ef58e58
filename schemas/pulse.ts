import type { HealthCounts } from './health.ts';

/** A short form of HealthSample: who it belongs to is the row's business. */
export interface PulseSample {
  readonly at: number;
  readonly sequence: number;
  readonly counts: HealthCounts;
}

/**
 * A release as pulses name it. A generation alone does not: a control plane set back to a backup gives numbers out
 * again, and a new epoch counts on from what it knows.
 */
export interface PulseRelease {
  readonly generation: number;
  /** First 16 hex digits of the payload's digest; '' for none, with generation 0. */
  readonly digestPrefix: string;
}

/** What a node's receipt proved: this release is here (`resident`), or was switched to (`active`). */
export interface PulseProof extends PulseRelease {
  /** Proofs rise by epoch, then generation, then state. */
  readonly epoch: number;
  readonly state: 'resident' | 'active';
  /** When the receipt was stored. */
  readonly at: number;
}

/**
 * The last known state of one node (≤ 300 bytes as stored, latency histogram included when sparse). Times are Unix
 * seconds: they are compared, never shown. The release is the one the node says it runs.
 */
export interface PulseRow extends PulseRelease {
  readonly cluster: string;
  readonly node: string;
  readonly bootId: string;
  /** When this boot was first seen; orders boots. */
  readonly bootStartedAt: number;
  readonly sequence: number;
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
  readonly proven: PulseProof | null;
}
