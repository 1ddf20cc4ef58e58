import type { DriftFinding, DriftRuleName } from '../../schemas/drift.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';

/** A release as far as drift is concerned. */
export interface ReleaseContent {
  readonly epoch: number;
  readonly generation: number;
  readonly digest: Sha256;
  /** Config name → SHA-256. */
  readonly configs: ReadonlyMap<string, Sha256>;
  /** Before this a node must not run it. */
  readonly effectiveFrom: Instant | null;
}

/** What a node should be. */
export interface Expected {
  readonly at: Instant;
  /** What the served directive tells this node to run; null = nothing. */
  readonly desired: ReleaseContent | null;
  /** The release it says it runs, when it is one of ours. */
  readonly running: ReleaseContent | null;
  /** Config name → digests that were revoked while a release of this cluster held them. */
  readonly revoked: ReadonlyMap<string, ReadonlySet<Sha256>>;
  /** The node has had time to follow the directive. */
  readonly settled: boolean;
}

/** What a node said of itself: every string is the node's, so look names up in Maps only. */
export interface Observed {
  readonly running: { readonly epoch: number; readonly generation: number; readonly digest: Sha256 } | null;
  /** Config name → SHA-256 read back from disk, '' when unreadable. */
  readonly configs: ReadonlyMap<string, string>;
  readonly swap: {
    readonly generation: number;
    readonly digest: Sha256;
    readonly attempts: number;
    readonly reason: string;
    readonly quarantined: boolean;
  } | null;
  /** Shares of 1. */
  readonly resources: { readonly cpu: number; readonly memory: number };
}

export type Found = Omit<DriftFinding, 'since'>;
/** `open` says whether this rule has an open finding: limits let go later than they take hold. */
export type DriftRule = (
  expected: Expected,
  observed: Observed,
  open: (rule: DriftRuleName) => boolean,
) => readonly Found[];

/** Digests are shown by their first 16 characters, as versions' builds are by their first four. */
export const shortDigest = (digest: string): string => (digest === '' ? 'unreadable' : digest.slice(0, 16));
/** A node's words at most so long; a pair of surrogates that is cut in two would be no text any more. */
export const clipped = (text: string, maxCharacters: number): string => text.slice(0, maxCharacters).toWellFormed();
export const generationText = (generation: number): string => `generation ${generation}`;
