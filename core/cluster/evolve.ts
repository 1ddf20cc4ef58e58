import type { StreamKind } from '../stream.ts';
import type { ClusterEvent } from './events.ts';
import type { ClusterState, DirectiveState } from './state.ts';

/* The head has to stay below 16 KB: what is older is in the events. */
const ACTIVATIONS_KEPT = 8;
const PINS_KEPT = 8;
const REVOKED_KEPT = 8;
const RELEASES_KEPT = 8;

const INITIAL: ClusterState = {
  name: '',
  exists: false,
  riskFloor: 'Low',
  directiveLifetimeSeconds: 0,
  epoch: 0,
  generation: 0,
  releases: [],
  draft: null,
  stable: null,
  candidate: null,
  candidateActivated: false,
  keep: [],
  directive: null,
  served: null,
  lock: null,
  revoked: [],
  pins: [],
  activations: [],
  signingStopped: null,
};

const evolve = (state: ClusterState, event: ClusterEvent): ClusterState => {
  switch (event.type) {
    case 'ClusterCreated':
      return { ...state, exists: true, ...pick(event, 'name', 'riskFloor', 'directiveLifetimeSeconds', 'epoch') };
    case 'ClusterConfigured':
      return { ...state, ...pick(event, 'riskFloor', 'directiveLifetimeSeconds') };
    case 'ClusterLocked':
      return { ...state, lock: event.deploymentId };
    case 'LockPassed':
      return { ...state, lock: event.to };
    case 'ClusterUnlocked':
      return { ...state, lock: null, draft: null, candidate: null, candidateActivated: false, keep: [] };
    case 'ReleaseDrafted':
      return {
        ...state,
        generation: event.release.generation,
        releases: [pick(event.release, 'generation', 'digest'), ...state.releases].slice(0, RELEASES_KEPT),
        draft: event.release,
      };
    case 'ReleaseSigned':
      return signed(state, event.digest, event.envelopeSha256);
    case 'CandidateSet':
      return {
        ...state,
        candidate: event.candidate,
        candidateActivated: state.candidateActivated || event.candidate.mode === 'activate',
        keep: event.keep,
      };
    case 'CandidateWithdrawn':
      return { ...state, candidate: null, keep: [] };
    case 'ReleaseCompleted':
      return completed(state, event.at);
    case 'ContentPinned': {
      const { contentDigest, snapshot } = event.release;
      const others = state.pins.filter((pin) => pin.contentDigest !== contentDigest);
      return {
        ...state,
        pins: [...others, { contentDigest, snapshot, deploymentId: event.deploymentId, at: event.at }].slice(
          -PINS_KEPT,
        ),
      };
    }
    case 'RevokedContentFound': {
      const found = pick(event, 'config', 'version', 'digest');
      return { ...state, revoked: [found, ...state.revoked].slice(0, REVOKED_KEPT) };
    }
    case 'PinLifted':
      return { ...state, pins: state.pins.filter((pin) => pin.contentDigest !== event.contentDigest) };
    case 'DirectiveDrafted':
      return { ...state, directive: { ...event.directive, envelope: null } };
    case 'DirectiveSigned':
      return directiveSigned(state, event.sequence, { envelope: event.envelope });
    case 'ControlPlaneBehind':
      return {
        ...state,
        signingStopped: { at: event.at, ...pick(event, 'provenEpoch', 'provenGeneration', 'provenSequence') },
      };
    case 'ClusterRecovered':
      return recovered(state, event);
  }
};

/**
 * The next release and directive come above the highest ones proven. A draft and its candidate are dropped: another
 * history may have used their generation; the deployment that holds the lock is halted in the same append.
 */
const recovered = (state: ClusterState, event: Extract<ClusterEvent, { type: 'ClusterRecovered' }>): ClusterState => ({
  ...state,
  signingStopped: null,
  epoch: event.epoch,
  generation: event.generation,
  releases: [],
  draft: null,
  candidate: null,
  candidateActivated: false,
  keep: [],
  // Only its sequence counts from here on: the next directive is drafted in the same append.
  directive: { ...(state.directive ?? NEVER_DRAFTED), sequence: event.sequence },
});

const NEVER_DRAFTED: DirectiveState = {
  epoch: 0,
  sequence: 0,
  payload: '',
  digest: '',
  issuedAt: '',
  expiresAt: '',
  envelope: null,
};

const signed = (state: ClusterState, digest: string, envelopeSha256: string): ClusterState => {
  const sign = <R extends ClusterState['draft']>(release: R): R =>
    release?.digest === digest && release.envelopeSha256 === null ? { ...release, envelopeSha256 } : release;
  return { ...state, draft: sign(state.draft), stable: sign(state.stable) };
};

const directiveSigned = (
  state: ClusterState,
  sequence: number,
  { envelope }: Pick<DirectiveState, 'envelope'>,
): ClusterState => {
  // The first envelope stays: a retry signs the same bytes, and ECDSA gives another signature each time.
  if (state.directive?.sequence !== sequence || state.directive.envelope) return state;
  const directive = { ...state.directive, payload: '', envelope };
  return { ...state, directive, served: directive };
};

const completed = (state: ClusterState, at: string): ClusterState => {
  if (!state.draft) return state;
  const { snapshot, contentDigest, generation } = state.draft;
  return {
    ...state,
    stable: state.draft,
    draft: null,
    candidate: null,
    candidateActivated: false,
    keep: [],
    lock: null,
    activations: [{ snapshot, contentDigest, generation, at }, ...state.activations].slice(0, ACTIVATIONS_KEPT),
  };
};

const pick = <T, K extends keyof T>(value: T, ...keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>;

/** Key = cluster name. */
export const CLUSTER: StreamKind<ClusterState, ClusterEvent> = {
  kind: 'cluster',
  schemaVersion: 1,
  initial: INITIAL,
  evolve,
};
