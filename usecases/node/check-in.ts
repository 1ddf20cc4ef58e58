import { done, type Outcome, reject } from '../../core/decision.ts';
import { findDrift } from '../../core/drift/find-drift.ts';
import type { Expected } from '../../core/drift/rule.ts';
import { EVIDENCE_KINDS } from '../../core/node/record/decide-observe.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { NodeIdentity } from '../../core/node-token/claims.ts';
import type { CheckInAnswer, CheckInRequest } from '../../schemas/node-messages.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';
import { blobUrls } from './blob-urls.ts';
import { type ClusterWords, clusterWords, isAhead } from './cluster-words.ts';
import { expectedOf, observedOf } from './expected-of.ts';
import { knownRanks } from './known-ranks.ts';
import { knownReleases } from './known-releases.ts';
import { labelsAnswer } from './labels-answer.ts';
import { livenessOf } from './liveness.ts';
import { cadence } from './next-check-in.ts';
import { recordObservation } from './record-observation.ts';

import { writePulse } from './write-pulse.ts';

export type CheckIn = (identity: NodeIdentity, said: CheckInRequest, call: Call) => Promise<Outcome<CheckInAnswer>>;

/**
 * The hot path. A check-in in which nothing happened costs one read of the node's own head and at most one write of
 * its pulse; cluster, releases and URLs are kept here between check-ins, so make it once per process.
 * @returns `node_revoked` when the key behind the token is no longer the node's
 * @see docs/protocol.md §5.3
 */
export async function checkIns(world: World): Promise<CheckIn> {
  const wordsOf = clusterWords(world);
  const releases = knownReleases(world);
  const rank = knownRanks();
  const urlsOf = blobUrls(world, releases);
  const nextCheckIn = cadence(world);
  const liveness = livenessOf(await world.keyring.hmacKey('liveness'));

  return async (identity, said, call) => {
    const { node, cluster } = identity;
    const nowMs = Date.parse(call.at);
    const head = await world.streams.loadEventually(streamId(world.authority, NODE.kind, node));
    const state = head as unknown as { readonly state: NodeState } | undefined;
    if (!state || !holdsKey(state.state, identity)) return reject('node_revoked');
    const words = await wordsOf(cluster, said, nowMs);
    const expected = await expectedOf({
      node,
      state: state.state,
      said,
      words,
      releases,
      rank,
      call,
      settings: world.settings,
    });
    const findings = findDrift(expected, observedOf(said), state.state.drift);
    const after = await recordObservation(world, { node, said, findings }, state.state, call);
    if (!after.ok) return after;
    const nextCheckInSeconds = nextCheckIn(words, call.at);
    const told = await writePulse(world, liveness, {
      identity,
      said,
      findings,
      busy: words.busy,
      nextCheckInSeconds,
      nowMs,
    });
    const ahead = isAhead(said, words);
    if (ahead && said.ahead.length > 0) {
      const { controlPlaneBehind } = await import('../issue/control-plane-behind.ts'); // seldom, and the only one to need schemas
      await controlPlaneBehind(world, { node, cluster, envelopes: said.ahead }, call);
    }
    const ignored = said.evidence.map(({ kind }) => kind).filter((kind) => !EVIDENCE_KINDS.has(kind));
    const word = directiveAnswer(said, words, call.at);
    const wanted = word.directive ? [...said.needs, ...comesTo(said, expected)] : said.needs;
    return done({
      ...word,
      ...(await labelsAnswer(world, node, said.labelsRevision, after.value, call)),
      rootVersion: words.rootVersion,
      urls: wanted.length > 0 ? await urlsOf(wanted, words, nowMs) : [],
      liveness: told,
      nextCheckInSeconds,
      orders: after.value.orders.map((order) => ({ ...order })),
      ...(ahead && said.ahead.length === 0 ? { uploadEnvelopes: true } : {}),
      ...(ignored.length > 0 ? { ignored } : {}),
    });
  };
}

/** The key behind the token may have been replaced or revoked since: the head says so at once (protocol §4). */
export const holdsKey = ({ status, keys, cluster }: NodeState, identity: NodeIdentity): boolean =>
  status === 'active' && keys?.thumbprint === identity.thumbprint && cluster === identity.cluster;

/** The release that a new directive brings the node to: told where it lies, the node need not come again to ask. */
function comesTo({ running, resident }: CheckInRequest, { desired }: Expected): Sha256[] {
  const held = [running, ...resident].some((release) => release?.digest === desired?.digest);
  return desired && !held ? [desired.digest] : [];
}

/** The directive when it is newer than the one held; never one that has expired. */
function directiveAnswer(
  { directive: held }: CheckInRequest,
  words: ClusterWords,
  now: string,
): Pick<CheckInAnswer, 'directive' | 'notice'> {
  const notice = words.noticeAt(now);
  if (notice) return { notice };
  const newer = words.epoch > held.epoch || (words.epoch === held.epoch && words.sequence > held.sequence);
  return newer && words.directive ? { directive: words.directive.envelope } : {};
}
