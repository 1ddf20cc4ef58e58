import type { StrategyInput } from '../../../../schemas/strategy.ts';
import { attacks } from '../stage/attack.ts';
import { reworded } from '../stage/forgery.ts';
import {
  bendingCheckIns,
  bendingDirectives,
  bendingReleases,
  tapedDirectives,
  tapedLabels,
  tapedReleases,
} from '../stage/on-the-way.ts';
import type { Hop, Stage } from '../stage/open-stage.ts';
import { onThePath } from '../stage/pending.ts';

const ELSEWHERE = 'refunds.development';

/** A node of another cluster takes a release of its own: all of it goes by on the tape. */
async function elsewhere(stage: Stage): Promise<void> {
  await stage.join(ELSEWHERE, {});
  await stage.withoutNode(2);
  await stage.release('7.0.0', { cluster: ELSEWHERE });
  await stage.withoutNode(8);
}

/** The candidate of a directive, changed under the signature of the true one. */
const bendingCandidates = (change: object): Hop =>
  bendingDirectives((envelope) =>
    reworded(envelope, (words) => ({
      ...words,
      predicate: { ...words.predicate, candidate: { ...Object(words.predicate['candidate']), ...change } },
    })),
  );

const CANARY: StrategyInput = {
  ...{ strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT30S' },
  ...{ healthCheckEnabled: false, autoPromote: true },
};
const BLUE_GREEN: StrategyInput = {
  ...{ strategy: 'BlueGreen', verificationPeriod: 'PT30S', keepBlueDuration: 'PT1S' },
  ...{ healthCheckEnabled: false, autoPromote: true },
};

/** What is meant for others. */
export const WRONG_TARGET = attacks('wrong target', 'path', [
  {
    name: 'the directive of another cluster',
    mount: async (stage) => {
      await elsewhere(stage);
      const theirs = tapedDirectives(stage).at(-1);
      stage.hop = bendingCheckIns((it) => ({ ...it, directive: theirs }));
    },
    told: ['wrong_cluster'],
  },
  {
    name: 'the release of another cluster, at the address of one’s own',
    mount: async (stage) => {
      await elsewhere(stage);
      const theirs = tapedReleases(stage).at(-1);
      await onThePath(() => bendingReleases((it) => theirs ?? it))(stage);
    },
    told: ['digest_mismatch'],
  },
  {
    name: 'the labels of another node',
    mount: async (stage) => {
      await stage.join(stage.cluster, { region: 'us' });
      await stage.withoutNode(3);
      const theirs = tapedLabels(stage).at(-1);
      stage.hop = bendingCheckIns((it) => ({ ...it, labels: theirs }));
    },
    told: ['wrong_node'],
  },
  {
    name: 'a cutoff that lets everybody in, in a canary',
    mount: async (stage) => {
      await stage.join(stage.cluster, {});
      await stage.withoutNode(3);
      await onThePath(() => bendingCandidates({ cutoff: 'f'.repeat(16) }), { strategy: CANARY })(stage);
    },
    told: ['bad_signature'],
  },
  {
    name: 'a candidate to be kept ready, said to be for now',
    mount: onThePath(() => bendingCandidates({ mode: 'activate' }), { strategy: BLUE_GREEN }),
    told: ['bad_signature'],
  },
  {
    name: 'labels that match a selector, under a true signature',
    mount: (stage) => {
      const [own] = tapedLabels(stage);
      stage.hop = bendingCheckIns((it) => ({
        ...it,
        labels:
          own && reworded(own, (words) => ({ ...words, predicate: { ...words.predicate, labels: { vip: 'yes' } } })),
      }));
    },
    told: ['bad_signature'],
  },
]);
