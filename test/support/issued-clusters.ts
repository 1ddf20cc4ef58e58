import type { Proven } from '../../core/cluster/decide-behind.ts';
import type { IssueCommand } from '../../core/cluster/decide-issue.ts';
import type { ClusterEvent } from '../../core/cluster/events.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../core/cluster/state.ts';
import { draftDirective } from '../../core/directive/payload.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';

/* One cluster on its way: created, drafted, signed, stopped; and what nodes prove to it. */

export const AT = '2026-11-22T09:30:00.000Z';
/** Half of a directive's life later. */
export const HALF = '2026-11-22T21:30:00.000Z';
const NAME = 'payment-service.production';
export const context = { controlPlane: 'test', at: AT };
export const envelope: DsseEnvelope = { payloadType: 't', payload: 'cGF5', signatures: [{ keyid: 'k', sig: 'c2ln' }] };
export const hash = (letter: string): string => letter.repeat(64);

export const release: ReleaseRef = {
  epoch: 1,
  generation: 1,
  digest: hash('a'),
  envelopeSha256: null,
  snapshot: { name: 's', revision: 1, digest: hash('b') },
  contentDigest: hash('c'),
  deploymentId: '00000000-0000-4000-8000-000000000001',
};
export const fold = (events: readonly ClusterEvent[], from: ClusterState = CLUSTER.initial): ClusterState =>
  events.reduce(CLUSTER.evolve, from);
export const created = fold([
  { type: 'ClusterCreated', at: AT, name: NAME, riskFloor: 'Low', directiveLifetimeSeconds: 86_400, epoch: 1 },
]);
export const withDirective = (state: ClusterState): ClusterState =>
  fold([{ type: 'DirectiveDrafted', at: AT, directive: draftDirective(state, context) }], state);
export const drafted = withDirective(fold([{ type: 'ReleaseDrafted', at: AT, release }], created));
export const sequence = 1;
export const directiveDigest = drafted.directive?.digest ?? '';
export const signed = fold(
  [
    { type: 'ReleaseSigned', at: AT, digest: release.digest, envelopeSha256: hash('d') },
    { type: 'DirectiveSigned', at: AT, sequence, envelope },
  ],
  drafted,
);
export const behind: ClusterEvent = {
  type: 'ControlPlaneBehind',
  at: AT,
  node: 'n',
  provenEpoch: 1,
  provenGeneration: 7,
  provenSequence: 30,
};
export const stopped = fold([behind], drafted);

const NOTHING: Proven = { epoch: 1, generation: 0, releaseDigest: null, sequence: 0, directiveDigest: null };
export const proof = (...shown: Partial<Proven>[]): IssueCommand => ({
  type: 'ReportBehind',
  at: AT,
  node: 'n',
  proven: shown.map((over) => ({ ...NOTHING, ...over })),
});
