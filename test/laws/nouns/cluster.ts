import fc from 'fast-check';
import { type CandidateCommand, decideCandidate } from '../../../core/cluster/decide-candidate.ts';
import { decideCreate } from '../../../core/cluster/decide-create.ts';
import { decideLock, type LockCommand } from '../../../core/cluster/decide-lock.ts';
import { decidePin, type PinCommand } from '../../../core/cluster/decide-pin.ts';
import { decideRevoked } from '../../../core/cluster/decide-revoked.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import type { Decision } from '../../../core/decision.ts';
import { draftDirective } from '../../../core/directive/payload.ts';
import { DEPLOYMENT_ID, OTHER_ID } from '../../support/deployment-states.ts';
import { START } from '../../support/virtual-clock.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { controlPlane, issuing } from './cluster-issuing.ts';
import { digest, mostly, words } from './words.ts';

type Said = Intention<ClusterState, ClusterEvent>;
const deploymentId = fc.constantFrom(DEPLOYMENT_ID, OTHER_ID);
const CUTOFFS = ['', '4'.repeat(16), '8'.repeat(16), 'f'.repeat(16)];
const cutoff = fc.constantFrom(...CUTOFFS);

/** As use cases store it: what changes who runs what is followed by the directive that says so. */
const withDirective = (decision: Decision<ClusterEvent>, state: ClusterState, at: string): Decision<ClusterEvent> => {
  if (!decision.ok || decision.events.length === 0) return decision;
  const directive = draftDirective(decision.events.reduce(CLUSTER.evolve, state), { controlPlane, at });
  return { ok: true, events: [...decision.events, { type: 'DirectiveDrafted', at, directive }] };
};

const lock = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, seen: ClusterState, at: string) => LockCommand) =>
  arbitrary.map(
    (said): Said =>
      (seen, at) => {
        const bound = command(said, seen, at);
        return (state) => decideLock(bound, state);
      },
  );
const locks: Readonly<Record<LockCommand['type'], fc.Arbitrary<Said>>> = {
  Lock: lock(fc.record({ deploymentId, contentDigest: digest }), (said, _, at) => ({ type: 'Lock', at, ...said })),
  PassLock: lock(fc.record({ to: deploymentId, contentDigest: digest }), (said, { lock }, at) => ({
    type: 'PassLock',
    at,
    from: lock ?? said.to,
    ...said,
  })),
  Unlock: lock(deploymentId, (of, _, at) => ({ type: 'Unlock', at, deploymentId: of })),
};

const candidate = <T>(
  arbitrary: fc.Arbitrary<T>,
  command: (said: T, owner: string, seen: ClusterState, at: string) => CandidateCommand,
) =>
  fc.tuple(arbitrary, deploymentId, mostly).map(
    ([said, other, holder]): Said =>
      (seen, at) => {
        const bound = command(said, holder ? (seen.lock ?? other) : other, seen, at);
        const drafts = bound.type === 'DraftRelease';
        return (state) => {
          const decision = decideCandidate(bound, state);
          return drafts ? decision : withDirective(decision, state, at);
        };
      },
  );

/** A release of the next generation; two that differ in content differ in digest. */
const release = (seen: ClusterState, owner: string, contentDigest: string, skipped: number): ReleaseRef => {
  const generation = seen.generation + 1 + skipped;
  return {
    epoch: seen.epoch,
    generation,
    digest: `${contentDigest.slice(0, 32)}${String(generation).padStart(32, '0')}`,
    envelopeSha256: null,
    snapshot: { name: 'spring', revision: generation, digest: contentDigest },
    contentDigest,
    deploymentId: owner,
  };
};
const candidates: Readonly<Record<CandidateCommand['type'], fc.Arbitrary<Said>>> = {
  DraftRelease: candidate(
    fc.record({ contentDigest: digest, skipped: fc.constantFrom(0, 0, 0, 1) }),
    (said, owner, seen, at) => ({
      type: 'DraftRelease',
      at,
      release: release(seen, owner, said.contentDigest, said.skipped),
    }),
  ),
  SetCandidate: candidate(
    fc.record({
      cutoff,
      mode: fc.constantFrom('activate' as const, 'preload' as const),
      selector: fc.constantFrom(null, { matchLabels: { zone: 'eu' } }),
      keepStable: fc.boolean(),
    }),
    ({ cutoff, mode, ...said }, owner, _, at) => ({
      type: 'SetCandidate',
      at,
      deploymentId: owner,
      phase: { phase: 1, mode, nodes: 1, cutoff, soakSeconds: 0 },
      ...said,
    }),
  ),
  WithdrawCandidate: candidate(fc.boolean(), (abandon, owner, _, at) => ({
    type: 'WithdrawCandidate',
    at,
    deploymentId: owner,
    ...(abandon && { abandon }),
  })),
  CompleteRelease: candidate(fc.constant(null), (_, owner, __, at) => ({
    type: 'CompleteRelease',
    at,
    deploymentId: owner,
  })),
};

const pin = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, seen: ClusterState, at: string) => PinCommand) =>
  arbitrary.map(
    (said): Said =>
      (seen, at) => {
        const bound = command(said, seen, at);
        return (state) => decidePin(bound, state);
      },
  );
const pins: Readonly<Record<PinCommand['type'], fc.Arbitrary<Said>>> = {
  PinContent: pin(fc.record({ contentDigest: digest, deploymentId }), (said, seen, at) => ({
    type: 'PinContent',
    at,
    release: release(seen, said.deploymentId, said.contentDigest, 0),
    deploymentId: said.deploymentId,
  })),
  LiftPin: pin(fc.record({ contentDigest: digest, justification: words }), ({ justification, ...said }, seen, at) => ({
    type: 'LiftPin',
    at,
    contentDigest: seen.pins[0]?.contentDigest ?? said.contentDigest,
    justification,
  })),
};

const created = (state: ClusterState, at: string): Decision<ClusterEvent> =>
  withDirective(
    decideCreate({ at, name: 'till.production', directiveLifetimeSeconds: 86_400, epoch: 1 }, state),
    state,
    at,
  );
const create = fc.constant<Said>((_, at) => (state) => created(state, at));
const noteRevoked = digest.map(
  (wanted): Said =>
    (_, at) =>
    (state) =>
      decideRevoked({ at, config: 'till.production', version: '1.0.0', digest: wanted }, state),
);

export const cluster = anyNoun<ClusterState, ClusterEvent>({
  kind: CLUSTER,
  weights: {
    Lock: 6,
    PassLock: 2,
    DraftRelease: 12,
    KeepRelease: 12,
    SetCandidate: 16,
    WithdrawCandidate: 6,
    CompleteRelease: 2,
    RecoverCluster: 4,
    LiftPin: 2,
  },
  commands: { CreateCluster: create, ...locks, ...candidates, ...pins, NoteRevoked: noteRevoked, ...issuing },
  // Half of all histories begin with nothing.
  begin: fc.boolean().map((there): readonly ClusterEvent[] => {
    const decision = created(CLUSTER.initial, START);
    return there && decision.ok ? decision.events : [];
  }),
  histories: { number: 1000, longest: 50 },
  growing: ({ generation, epoch, directive }) => ({ generation, epoch, sequence: directive?.sequence ?? 0 }),
});
