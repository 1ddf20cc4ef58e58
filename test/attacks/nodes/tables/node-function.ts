import { CLUSTER } from '../../../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../../../core/cluster/state.ts';
import { sha256Hex } from '../../../../core/integrity/digest.ts';
import { payloadBytes } from '../../../../core/integrity/statement.ts';
import { loadState } from '../../../../usecases/load-state.ts';
import { newSigningKey, signedBytes } from '../../../support/signing-keys.ts';
import { type Attack, attacks, type Family, type Hand } from '../stage/attack.ts';
import type { NodeFunction } from '../stage/honest-plane.ts';
import { answeringCheckIns, planted, refusingCheckIns, restore, spoil } from '../stage/hostile-function.ts';
import { tapedDirectives, tapedLabels, tapedReleases } from '../stage/on-the-way.ts';
import type { Stage } from '../stage/open-stage.ts';
import { pending } from '../stage/pending.ts';
import { beginAnew, EVIL, nextDirective, nextRelease } from '../stage/robbery.ts';

const own = newSigningKey();
const by: Hand = 'node function';
const ELSEWHERE = 'refunds.development';

/** The next release is out; the function answers for it in its own way. */
const answering =
  (hostile: (stage: Stage) => NodeFunction | Promise<NodeFunction>) =>
  async (stage: Stage): Promise<void> => {
    await pending(stage);
    stage.plane.nodeFunction = await hostile(stage);
  };

/** A release and a directive of its own, signed with a key of its own; all of it lies where the role may write. */
async function ownWords(stage: Stage, keyid?: string) {
  const release = payloadBytes(nextRelease(stage));
  const named = { generation: 3, digest: release.digest };
  const directive = signedBytes(payloadBytes(nextDirective(stage, named)).bytes, [own]);
  const signatures = directive.signatures.map((it) => (keyid === undefined ? it : { ...it, keyid }));
  return { release, directive: { ...directive, signatures } };
}

const elsewhere = async (stage: Stage): Promise<void> => {
  await stage.join(ELSEWHERE, {});
  await stage.withoutNode(2);
  await stage.release('7.0.0', { cluster: ELSEWHERE });
  await stage.withoutNode(8);
};

/** Writes into the cluster's head, and later the table is restored to before. */
const spoiling = (
  bend: (state: ClusterState, stage: Stage) => ClusterState | Promise<ClusterState>,
  more: (stage: Stage) => Promise<void> = async () => {},
): Pick<Attack, 'mount' | 'answer'> => {
  let before: ClusterState | undefined;
  return {
    mount: async (stage) => {
      before = await stage.clusterState();
      const bent = await bend(before, stage);
      await spoil(stage, () => bent);
    },
    answer: async (stage) => {
      if (before) await restore(stage, before);
      await more(stage);
    },
  };
};

const firstRelease = (state: ClusterState, stage: Stage): ReleaseRef => {
  const [envelope] = tapedReleases(stage);
  if (!state.stable || !envelope) throw new Error('two releases must have gone by');
  return { ...state.stable, generation: 1, digest: sha256Hex(Buffer.from(envelope.payload, 'base64')) };
};

type Row = Omit<Attack, 'by' | 'family'>;
const ROWS: { readonly [F in Family]?: readonly Row[] } = {
  'arbitrary software': [
    {
      name: 'a directive and a release of its own',
      mount: answering(async (stage) => {
        const { directive } = await ownWords(stage);
        return answeringCheckIns((answer) => ({ ...answer, directive }));
      }),
      told: ['unknown_key'],
    },
    {
      name: 'a directive of its own under the name of the true key',
      mount: answering(async (stage) => {
        const keyid = tapedDirectives(stage)[0]?.signatures[0]?.keyid;
        const { directive } = await ownWords(stage, keyid);
        return answeringCheckIns((answer) => ({ ...answer, directive }));
      }),
      told: ['bad_signature'],
    },
    {
      name: 'content of its own, which it stored as evidence, at addresses it made for that',
      mount: answering(async (stage) => {
        const { url } = await planted(stage, EVIL);
        return answeringCheckIns((answer) => ({
          ...answer,
          urls: answer.urls.map((it) => (it.url.includes('/blobs/release/') ? it : { ...it, url })),
        }));
      }),
      told: ['digest_mismatch', 'digest_mismatch'],
    },
    {
      name: 'a release of its own, drafted in the stream of the cluster; its payload it can put nowhere that counts',
      ...spoiling(async (state, stage) => {
        const { release } = await ownWords(stage);
        const draft = { ...firstRelease(state, stage), generation: 3, digest: release.digest, envelopeSha256: null };
        await planted(stage, release.bytes);
        return { ...state, generation: 3, draft };
      }),
      told: [],
      shown: { fault: 'is missing' },
    },
  ],
  rollback: [
    {
      name: 'makes the release of before the stable one, in the stream of the cluster, and has that signed',
      ...spoiling((state, stage) => ({ ...state, stable: firstRelease(state, stage) }), beginAnew),
      told: ['rolled_back'],
    },
    {
      name: 'hands out the first directive for ever',
      mount: answering((stage) => {
        const [first] = tapedDirectives(stage);
        return answeringCheckIns((answer) => ({ ...answer, directive: first }));
      }),
      told: [],
      shown: { event: 'DriftDetected version_behind' },
      lasts: 40,
    },
  ],
  freeze: [
    {
      name: 'hands out no directive for more than its life',
      mount: async (stage) => {
        stage.plane.nodeFunction = answeringCheckIns(({ directive: _, ...rest }) => rest);
        await stage.hours(25);
        await pending(stage);
      },
      told: ['directive_expired'],
    },
    {
      name: 'writes that signing has stopped, so that nothing is renewed',
      ...spoiling((state, { clock }) => ({
        ...state,
        signingStopped: { at: clock.instant(), provenEpoch: 1, provenGeneration: 2, provenSequence: 99 },
      })),
      told: [],
      shown: { refused: 'cluster_signing_stopped' },
    },
  ],
  'fast-forward': [
    {
      name: 'gives the next directive the last of all sequences, and has that signed',
      ...spoiling(
        (state) => ({
          ...state,
          directive: state.directive && { ...state.directive, sequence: Number.MAX_SAFE_INTEGER - 1 },
        }),
        async (stage) => {
          // A node shows what it holds, and the control plane believes its own signature.
          await stage.seconds(3);
          await beginAnew(stage);
        },
      ),
      told: [],
      shown: { log: 'directive_accepted' },
    },
  ],
  'mix-and-match': [
    {
      name: 'the address of the release of before for the next',
      mount: answering(async (stage) => {
        const before = await stage.clusterState();
        const { envelopeSha256 } = before.stable ?? {};
        const url = await stage.rooms.node.blobs.url('release', envelopeSha256 ?? '', 300);
        return answeringCheckIns((answer) => ({
          ...answer,
          urls: answer.urls.map((it) => (it.url.includes('/blobs/release/') ? { ...it, url } : it)),
        }));
      }),
      told: ['digest_mismatch'],
    },
  ],
  'wrong target': [
    {
      name: 'the directive of another cluster, read from its stream',
      mount: async (stage) => {
        await elsewhere(stage);
        const { state } = await loadState(stage.rooms.node, CLUSTER, ELSEWHERE);
        stage.plane.nodeFunction = answeringCheckIns((answer) => ({ ...answer, directive: state.served?.envelope }));
      },
      told: ['wrong_cluster'],
    },
    {
      name: 'the labels of another node',
      mount: async (stage) => {
        await stage.join(stage.cluster, { region: 'us' });
        await stage.withoutNode(3);
        const theirs = tapedLabels(stage).at(-1);
        stage.plane.nodeFunction = answeringCheckIns((answer) => ({ ...answer, labels: theirs }));
      },
      told: ['wrong_node'],
    },
    {
      name: 'the release of another cluster as the draft of this one',
      ...spoiling(async (state, stage) => {
        await elsewhere(stage);
        const other = await loadState(stage.rooms.node, CLUSTER, ELSEWHERE);
        const digest = other.state.stable?.digest ?? '';
        const draft = { ...firstRelease(state, stage), generation: 3, digest, envelopeSha256: null };
        return { ...(await stage.clusterState()), generation: 3, draft };
      }),
      told: [],
      shown: { fault: 'is not the release that was drafted' },
    },
  ],
  'partial bundle': [
    {
      name: 'gives the address of one file alone',
      mount: answering(() => {
        let kept: string | undefined;
        return answeringCheckIns(({ urls, ...rest }) => {
          kept ??= urls.find(({ url }) => !url.includes('/blobs/release/'))?.sha256;
          return { ...rest, urls: urls.filter((it) => it.sha256 === kept || it.url.includes('/blobs/release/')) };
        });
      }),
      told: [],
      shown: { event: 'DriftDetected version_behind' },
      lasts: 40,
    },
  ],
  'drop of requests': [
    {
      name: 'says that the node was revoked',
      mount: answering(() => refusingCheckIns(403, 'node_revoked')),
      told: [],
      shown: { log: 'check_in_denied node_revoked' },
    },
    {
      name: 'answers nothing that can be read',
      mount: answering(() => refusingCheckIns(200, 'ok')),
      told: [],
      shown: { log: 'check_in_denied bad_answer' },
    },
  ],
  'extraneous dependencies': [
    {
      name: 'addresses on other machines, and on the node’s own',
      mount: answering(() =>
        answeringCheckIns(({ urls, ...rest }) => ({
          ...rest,
          urls: urls.map((it, index) => ({ ...it, url: ELSEWHERE_URLS[index % ELSEWHERE_URLS.length] })),
        })),
      ),
      told: [],
      shown: { log: 'address_refused' },
    },
  ],
};
const ELSEWHERE_URLS = ['http://169.254.169.254/latest/meta-data', 'file:///etc/passwd'];

export const NODE_FUNCTION: readonly Attack[] = Object.entries(ROWS).flatMap(([family, rows]) =>
  attacks(family as Family, by, rows ?? []),
);
