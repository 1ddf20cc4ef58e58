import type { DriftFinding } from '../../../schemas/drift.ts';
import type { Facts, P256Jwk } from '../../../schemas/node-messages.ts';
import type { ClusterName, Instant, Labels, Sha256 } from '../../../schemas/words.ts';

/** The two public keys of a node; `thumbprint` is the identity key's (RFC 7638, hex). */
export interface NodeKeys {
  readonly identityKey: P256Jwk;
  readonly encryptionKey: P256Jwk;
  readonly thumbprint: Sha256;
}

export interface NodeOrder {
  readonly id: string;
  readonly kind: 'force-sync' | 'unquarantine';
  /** What an `unquarantine` sets free. */
  readonly digest?: Sha256;
}

/** The head of a node stream: every check-in reads it, so it stays ≤ 4 KB (design §7). */
export interface NodeState {
  readonly status: 'absent' | 'active' | 'removed';
  readonly cluster: ClusterName;
  readonly enrolledAt: Instant;
  readonly facts: Facts;
  /** null before enrolment and after removal. */
  readonly keys: NodeKeys | null;
  /** A new key that waits for somebody to confirm its fingerprint. */
  readonly pending: (NodeKeys & { readonly fingerprint: string; readonly at: Instant }) | null;
  readonly labels: {
    /** 0 = none were ever granted. */
    readonly revision: number;
    readonly labels: Labels;
    readonly issuedAt: Instant;
    /** Blob of the signed statement (namespace `labels`), null until it is signed. */
    readonly envelopeSha256: Sha256 | null;
  };
  /** Given and not yet done; at most one of a kind. */
  readonly orders: readonly NodeOrder[];
  readonly quarantine: {
    readonly generation: number;
    readonly digest: Sha256;
    readonly reason: string;
    readonly at: Instant;
  } | null;
  /** Of the present key: counter and SHA-256 of the last receipt stored. */
  readonly receipt: { readonly counter: number; readonly sha256: Sha256 | '' };
  /** Open findings, the gravest first; see DRIFT_KEPT. */
  readonly drift: readonly DriftFinding[];
  readonly staleSince: Instant | null;
  /** The last refusals reported, so that a repeated check-in tells nothing twice. */
  readonly reported: readonly string[];
}

/** Findings and report marks a head has room for. */
export const DRIFT_KEPT = 6;
export const REPORTS_KEPT = 8;
