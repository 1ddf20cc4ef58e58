import fc from 'fast-check';
import { decideIssue, type IssueCommand } from '../../../core/cluster/decide-issue.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import type { ClusterState } from '../../../core/cluster/state.ts';
import type { Intention } from '../walk.ts';
import { digest, mostly, words } from './words.ts';

type Said = Intention<ClusterState, ClusterEvent>;
export const controlPlane = 'plumbline-test';

const issue = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, seen: ClusterState, at: string) => IssueCommand) =>
  arbitrary.map(
    (said): Said =>
      (seen, at) => {
        const bound = command(said, seen, at);
        return (state) => decideIssue(bound, state);
      },
  );

/** What a node may show: mostly what we know, sometimes more. */
const beyond = fc.constantFrom(0, 0, 0, 1, 3);

/** Commands of issuing to a cluster. */
export const issuing: Readonly<Record<IssueCommand['type'], fc.Arbitrary<Said>>> = {
  KeepRelease: issue(fc.record({ mostly, digest, envelopeSha256: digest }), (said, { draft }, at) => ({
    type: 'KeepRelease',
    at,
    digest: (said.mostly && draft?.digest) || said.digest,
    envelopeSha256: said.envelopeSha256,
  })),
  KeepDirective: issue(fc.record({ mostly, digest }), (said, { directive }, at) => ({
    type: 'KeepDirective',
    at,
    digest: (said.mostly && directive?.digest) || said.digest,
    envelope: { payloadType: 'x', payload: at, signatures: [] },
  })),
  RenewDirective: issue(fc.boolean(), (early, { directive }, at) => ({
    type: 'RenewDirective',
    at,
    controlPlane,
    outOfForce: early ? (directive?.sequence ?? null) : null,
  })),
  ReportBehind: issue(
    fc.record({ epochs: fc.constantFrom(0, 0, 0, 1), generations: beyond, sequences: beyond, digest }),
    ({ epochs, generations, sequences, digest }, { epoch, generation, directive }, at) => ({
      type: 'ReportBehind',
      at,
      node: 'node-1',
      proven: [
        {
          epoch: epoch + epochs,
          generation: generation + generations,
          releaseDigest: digest,
          sequence: (directive?.sequence ?? 0) + sequences,
          directiveDigest: null,
        },
      ],
    }),
  ),
  RecoverCluster: issue(
    fc.record({ raised: fc.constantFrom(0, 1, 2), justification: words }),
    ({ raised, justification }, { epoch }, at) => ({
      type: 'RecoverCluster',
      at,
      controlPlane,
      rootEpoch: epoch + raised,
      justification,
    }),
  ),
};
