import type { Expected, Observed } from '../../core/drift/rule.ts';
import { chooseTargets } from '../../core/node/choose-target.ts';
import type { rankOf } from '../../core/node/rank.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { CheckInRequest } from '../../schemas/node-messages.ts';
import type { Call } from '../call.ts';
import type { Settings } from '../ports.ts';
import type { ClusterWords } from './cluster-words.ts';
import type { KnownReleases } from './known-releases.ts';

/** Time to fetch, verify and switch after a directive, before running another release counts as drift. */
const SETTLING_SECONDS = 10;

interface Question {
  readonly node: string;
  readonly state: NodeState;
  readonly said: CheckInRequest;
  readonly words: ClusterWords;
  readonly releases: KnownReleases;
  readonly rank: typeof rankOf;
  readonly call: Call;
  readonly settings: Pick<Settings, 'idleCheckInSeconds'>;
}

/** What the node should be by the directive its cluster is served, with the labels that were signed for it. */
export async function expectedOf({
  node,
  state,
  said,
  words,
  releases,
  rank,
  call,
  settings,
}: Question): Promise<Expected> {
  const labels = state.labels.envelopeSha256 === null ? null : state.labels.labels;
  const running = said.running?.digest ?? null;
  const named = words.directive && chooseTargets(words.directive.word, { nodeId: node, labels, running }, rank).run;
  const settlingMs = Math.max(SETTLING_SECONDS, 3 * settings.idleCheckInSeconds) * 1000;
  const told = words.directive?.issuedAtMs ?? Number.POSITIVE_INFINITY;
  const own = running === null ? undefined : await releases(running);
  return {
    at: call.at,
    desired: named ? ((await releases(named.digest)) ?? null) : null,
    running: own?.cluster === state.cluster ? own : null,
    revoked: words.revoked,
    settled: Date.parse(call.at) - told > settlingMs,
  };
}

export const observedOf = ({ running, components, swap, resources }: CheckInRequest): Observed => ({
  running,
  configs: new Map(components.filter(({ kind }) => kind === 'config').map(({ name, digest }) => [name, digest])),
  swap,
  resources,
});
