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

/** Whether a node shows something that these words do not know yet. */
export const isAhead = ({ directive, running, rootVersion }: Shown, words: ClusterWords): boolean =>
  directive.epoch > words.epoch ||
  (directive.epoch === words.epoch && directive.sequence > words.sequence) ||
  (running !== null && running.epoch >= words.epoch && running.generation > words.generation) ||
  rootVersion > words.rootVersion;

const EMPTY: ReadonlyMap<Sha256, Sha256> = new Map();

/**
 * Reads cluster and trust root for check-ins and keeps them for `settings.clusterCacheSeconds` (≤ 5). A node that
 * shows something newer makes them be read again, consistently, before it is answered.
 * @see docs/protocol.md §5.3
 */
export function clusterWords(world: Pick<World, 'streams' | 'authority' | 'settings'>) {
  const held = new Map<
    string,
    { readonly words: ClusterWords; readonly untilMs: number; readonly revisions: string }
  >();
  const ttlMs = Math.min(world.settings.clusterCacheSeconds, 5) * 1000;
  return async (cluster: string, shown: Shown, nowMs: number): Promise<ClusterWords> => {
    const known = held.get(cluster);
    if (known && nowMs < known.untilMs && !isAhead(shown, known.words)) return known.words;
    const [head, trust] = await Promise.all([
      world.streams.load(streamId(world.authority, CLUSTER.kind, cluster)),
      world.streams.load(streamId(world.authority, TRUST.kind, TRUST_KEY)),
    ]);
    const revisions = `${head?.revision}/${trust?.revision}`;
    const state = head ? (head.state as unknown as ClusterState) : CLUSTER.initial;
    const root = trust ? (trust.state as unknown as TrustState) : TRUST.initial;
    const words = known?.revisions === revisions ? known.words : wordsOf(state, root.version);
    held.set(cluster, { words, untilMs: nowMs + ttlMs, revisions });
    return words;
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
