import { isRivalRelease } from '../../core/cluster/decide-behind.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../core/cluster/state.ts';
import { servableDirective } from '../../core/directive/servable.ts';
import { fromBase64 } from '../../core/integrity/base64.ts';
import { TRUST, TRUST_KEY, type TrustState } from '../../core/trust/evolve.ts';
import type { Directive, DsseEnvelope } from '../../schemas/documents.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';

/** What a cluster's nodes are told, read once for all of them. */
export interface ClusterWords {
  /** Highest signed directive; nothing is above it that a node could rightly hold. */
  readonly epoch: number;
  readonly sequence: number;
  readonly generation: number;
  /** Releases of this history, by generation: a node that runs another one was told so by another history. */
  readonly releases: ClusterState['releases'];
  readonly rootVersion: number;
  readonly signingStopped: boolean;
  /** A deployment runs: check-ins come faster. */
  readonly busy: boolean;
  /** The word itself and its envelope; null before the first one was signed. */
  readonly directive: {
    readonly word: Directive['predicate'];
    readonly envelope: DsseEnvelope;
    readonly issuedAtMs: number;
  } | null;
  /** Releases the directive names: digest → blob of the envelope. */
  readonly envelopes: ReadonlyMap<Sha256, Sha256>;
  /** Config name → digests revoked while a release of this cluster held them. */
  readonly revoked: ReadonlyMap<string, ReadonlySet<Sha256>>;
  /** Expired or missing at that time. */
  noticeAt(now: Instant): 'directive_renewing' | 'directive_missing' | undefined;
}

/** What a check-in shows of what its node holds. */
export type Shown = Pick<CheckInRequest, 'directive' | 'running' | 'rootVersion'>;

/** Whether a node shows something that these words do not know yet, or know otherwise. */
export const isAhead = ({ directive, running, rootVersion }: Shown, words: ClusterWords): boolean =>
  directive.epoch > words.epoch ||
  (directive.epoch === words.epoch && directive.sequence > words.sequence) ||
  (running !== null && running.epoch >= words.epoch && running.generation > words.generation) ||
  (running !== null &&
    running.epoch === words.epoch &&
    isRivalRelease(running.generation, running.digest, words.releases)) ||
  rootVersion > words.rootVersion;

const EMPTY: ReadonlyMap<Sha256, Sha256> = new Map();

interface Held {
  readonly words: ClusterWords;
  readonly untilMs: number;
  readonly revision: number;
  readonly rootRevision: number;
  /** Chain hashes of both heads: a store that was set back can reach a revision again with other content. */
  readonly hash: string;
}

/**
 * Reads cluster and trust root for check-ins and keeps them for `settings.clusterCacheSeconds` (≤ 5); who asks while
 * they are read waits for the same answer. That read may be a little behind. A node that shows something newer makes
 * them be read again, consistently, before it is answered.
 * @see docs/protocol.md §5.3
 */
export function clusterWords({ streams, authority, settings }: Pick<World, 'streams' | 'authority' | 'settings'>) {
  const held = new Map<string, Held>();
  const renewals = new Map<string, Promise<ClusterWords>>();
  const ttlMs = Math.min(settings.clusterCacheSeconds, 5) * 1000;

  const read = async (cluster: string, load: typeof streams.load, nowMs: number): Promise<ClusterWords> => {
    const [head, trust] = await Promise.all([
      load(streamId(authority, CLUSTER.kind, cluster)),
      load(streamId(authority, TRUST.kind, TRUST_KEY)),
    ]);
    const [revision, rootRevision] = [head?.revision ?? 0, trust?.revision ?? 0];
    const hash = `${head?.hash} ${trust?.hash}`;
    const known = held.get(cluster);
    // Older than what was read before: this read is behind, or the store was set back. One that is not behind tells.
    if (load !== streams.load && known && (revision < known.revision || rootRevision < known.rootRevision))
      return read(cluster, streams.load, nowMs);
    const state = head ? (head.state as unknown as ClusterState) : CLUSTER.initial;
    const root = trust ? (trust.state as unknown as TrustState) : TRUST.initial;
    const words = known?.hash === hash ? known.words : wordsOf(state, root.version);
    held.set(cluster, { words, untilMs: nowMs + ttlMs, revision, rootRevision, hash });
    return words;
  };
  const renew = (cluster: string, nowMs: number): Promise<ClusterWords> => {
    const running = renewals.get(cluster);
    if (running) return running;
    const reading = read(cluster, streams.loadEventually, nowMs).finally(() => renewals.delete(cluster));
    renewals.set(cluster, reading);
    return reading;
  };

  return async (cluster: string, shown: Shown, nowMs: number): Promise<ClusterWords> => {
    const known = held.get(cluster);
    const words = known && nowMs < known.untilMs ? known.words : await renew(cluster, nowMs);
    return isAhead(shown, words) ? read(cluster, streams.load, nowMs) : words;
  };
}

function wordsOf(state: ClusterState, rootVersion: number): ClusterWords {
  const { served, stable, draft, keep } = state;
  const named = [stable, draft, ...keep].filter((release): release is ReleaseRef => release !== null);
  const directive = served?.envelope ? readDirective(served.envelope) : null;
  const mentioned = new Set(directive ? directiveDigests(directive.word) : []);
  return {
    epoch: served?.epoch ?? state.epoch,
    sequence: served?.sequence ?? 0,
    generation: state.generation,
    releases: state.releases,
    rootVersion,
    signingStopped: state.signingStopped !== null,
    busy: state.lock !== null,
    directive,
    envelopes: directive
      ? new Map(
          named.flatMap(({ digest, envelopeSha256 }) =>
            envelopeSha256 !== null && mentioned.has(digest) ? [[digest, envelopeSha256]] : [],
          ),
        )
      : EMPTY,
    revoked: revokedOf(state),
    noticeAt: (now) => servableDirective(state, now).notice,
  };
}

function revokedOf({ revoked }: ClusterState): Map<string, Set<Sha256>> {
  const digests = new Map<string, Set<Sha256>>();
  for (const { config, digest } of revoked) digests.set(config, (digests.get(config) ?? new Set()).add(digest));
  return digests;
}

/** Our own bytes, fixed when the directive was drafted and kept in the cluster's head: nobody else's word to doubt. */
function readDirective(envelope: DsseEnvelope) {
  const text = new TextDecoder().decode(fromBase64(envelope.payload));
  const { predicate: word } = JSON.parse(text) as Directive;
  return { word, envelope, issuedAtMs: Date.parse(word.issuedAt) };
}

const directiveDigests = ({ stable, candidate, keep = [] }: Directive['predicate']): Sha256[] =>
  [stable, candidate, ...keep].flatMap((release) => (release ? [release.digest] : []));
