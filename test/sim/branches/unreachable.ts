/** Who asks has looked before, because whether one may see a thing comes before what one may do with it. */
const LOOKED_FOR = 'the use case has looked for it already';
/** The very same intention has the same command id, and the store answers it before anything is decided. */
const REMEMBERED = 'the command id answers a repeat first';
/** Two streams are decided upon in one append, and the other one refuses first. */
const OTHER_FIRST = 'the stream decided upon before it, in the same append, refuses first';
const KEY_CLAIMED = 'a key is claimed once, for ever, in the same append';
const WAY_CHOSEN = 'the way back is chosen by the same state';

/**
 * Branches of decide that only a mistake elsewhere, or the loss of all command ids, could reach: a rule does not rely
 * on who asks. `file: source line` → what stands before it. Unit tests reach them; the simulator need not.
 */
export const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ['core/cluster/decide-create.ts: if (state.exists) return accept();', LOOKED_FOR],
  [
    "core/config/decide-create.ts: if (!environment) return wrong('name', 'the name must end in .development, .staging or .production');",
    'the schema of names refuses it',
  ],
  ["core/config/decide-add-version.ts: if (!state.profile) return reject('config_unknown');", LOOKED_FOR],
  [
    "core/version/decide.ts: if (state.profile) return reject('version_exists', { version: state.profile.version });",
    OTHER_FIRST,
  ],
  ["core/version/decide.ts: if (!state.profile) return reject('version_unknown');", LOOKED_FOR],
  ["core/snapshot/decide.ts: if (!state.profile) return reject('snapshot_unknown');", LOOKED_FOR],
  ["core/cluster/decide-pin.ts: if (!state.exists) return reject('cluster_unknown');", LOOKED_FOR],
  ["core/cluster/decide-candidate.ts: if (!state.exists) return reject('cluster_unknown');", LOOKED_FOR],
  [
    'core/cluster/decide-candidate.ts: if (state.signingStopped) return whileStopped(state);',
    'no node shows more in the second between the start of a deployment and its plan: not once in 6,000 seeds',
  ],
  [
    "core/cluster/decide-candidate.ts: if (draft.envelopeSha256 === null) return reject('precondition_failed', { reason: 'release_not_signed' });",
    'a release is signed before its candidate is set: not once in 6,000 seeds',
  ],
  ["core/cluster/decide-lock.ts: if (!state.exists) return reject('cluster_unknown');", LOOKED_FOR],
  ["core/cluster/decide-issue.ts: if (!cluster.exists) return reject('cluster_unknown');", LOOKED_FOR],
  ["core/deployment/decide-close.ts: if (!state.exists) return reject('deployment_unknown');", LOOKED_FOR],
  ["core/deployment/decide-control.ts: if (!state.exists) return reject('deployment_unknown');", LOOKED_FOR],
  ["core/deployment/decide-step.ts: if (!state.exists) return reject('deployment_unknown');", LOOKED_FOR],
  [
    "core/cluster/decide-candidate.ts: if (state.lock !== owner) return reject('cluster_locked', { cluster: state.name, deploymentId: state.lock });",
    OTHER_FIRST,
  ],
  [
    "core/cluster/decide-candidate.ts: return reject('precondition_failed', { generation: next });",
    'drafted from the same state in the same append',
  ],
  [
    "core/cluster/decide-candidate.ts: return reject('nothing_to_go_back_to', { reason: 'candidate_activated' });",
    WAY_CHOSEN,
  ],
  ['core/cluster/decide-candidate.ts: if (!state.draft) return accept();', OTHER_FIRST],
  [
    "core/cluster/decide-candidate.ts: if (!draft) return reject('precondition_failed', { reason: 'release_not_drafted' });",
    OTHER_FIRST,
  ],
  [
    'core/cluster/decide-lock.ts: if (state.lock === deploymentId) return accept();',
    'a deployment that starts has a new id',
  ],
  ['core/cluster/decide-lock.ts: if (state.lock === to) return accept();', 'a rollback that starts has a new id'],
  [
    "core/cluster/decide-lock.ts: if (state.lock !== from) return reject('cluster_locked', { cluster: state.name, deploymentId: state.lock });",
    WAY_CHOSEN,
  ],
  [
    "core/cluster/decide-lock.ts: return state.lock === deploymentId ? accept({ type: 'ClusterUnlocked', at, deploymentId }) : accept();",
    OTHER_FIRST,
  ],
  [
    'core/cluster/decide-issue.ts: provenEpoch: halt?.provenEpoch ?? cluster.epoch,',
    'no cluster is above the root but by what nodes have proven',
  ],
  [
    "core/node/record/decide-membership.ts: if (state.status !== 'absent') throw new Error('a node id is made once'); // the server makes them",
    'ids are random',
  ],
  ['core/deployment/decide-step.ts: if (state.plan) return accept();', REMEMBERED],
  ['core/deployment/decide-step.ts: if (phase.phase <= current) return accept();', REMEMBERED],
  ["core/deployment/decide-step.ts: if (state.status === 'completed') return accept();", REMEMBERED],
  ['core/cluster/decide-revoked.ts: ? accept()', REMEMBERED],
  [
    "core/enrolment-token/decide.ts: return state.secretSha256 === command.secretSha256 ? accept() : reject('already_exists');",
    REMEMBERED,
  ],
  ['core/node/record/decide-orders.ts: if (orders.some(({ id }) => id === orderId)) return accept();', REMEMBERED],
  ['core/node/record/decide-membership.ts: if (pending?.fingerprint === fingerprint) return accept();', KEY_CLAIMED],
  [
    "core/node/record/decide-membership.ts: case 'RenewLabels': {",
    'no signing key is ever retired here, and labels are signed minutes after any crash',
  ],
  [
    "core/cluster/decide-issue.ts: return reject('trust_root_invalid', { rule: 'numbers_used_up', provenEpoch: halt.provenEpoch });",
    'it would take our own signature on a number that ends all numbers',
  ],
  [
    'core/cluster/decide-candidate.ts: if (sameCandidate(candidate, state.candidate) && keep[0]?.digest === state.keep[0]?.digest) return accept();',
    REMEMBERED,
  ],
  [
    'core/cluster/decide-candidate.ts: sameLabels(a.selector?.matchLabels ?? {}, b.selector?.matchLabels ?? {});',
    REMEMBERED,
  ],
  [
    'core/deployment/decide-step.ts: if (state.phase?.phase !== command.phase || state.phase.provenAt) return accept();',
    REMEMBERED,
  ],
  ['core/deployment/decide-step.ts: if (state.breachedAt) return accept();', REMEMBERED],
  ['core/deployment/decide-step.ts: if (state.reported) return accept();', REMEMBERED],
]);
