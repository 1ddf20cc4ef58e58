/** One mistake somebody could make: in this file, this text instead of that one. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[];
}

const bug = (name: string, file: string, from: string, to: string): PlantedBug => ({
  name,
  edits: [{ file, from, to }],
});

/** Every one of these must be found within 300 seeds. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  bug(
    'skips the lock',
    'core/cluster/decide-lock.ts',
    "...(lock ? [reject('cluster_locked'",
    "...(lock === '' ? [reject('cluster_locked'",
  ),
  bug('forgets the command id', 'usecases/transact.ts', 'if (earlier) {', "if (earlier?.key === '') {"),
  bug(
    'forgets commands that changed nothing',
    'usecases/transact.ts',
    'writes.length === 0 && !call.command.repeatable',
    'writes.length === 0',
  ),
  bug(
    'drops every receipt',
    'usecases/node/store-receipts.ts',
    'if (stored.ok) await prove(',
    'if (!stored.ok) await prove(',
  ),
  bug(
    'believes receipts about any bytes',
    'usecases/node/judge-receipt.ts',
    "return same && Object.keys(configs).length === release.configs.size ? undefined : 'configs';",
    'return undefined;',
  ),
  {
    name: 'believes the receipts of others',
    edits: [
      {
        file: 'core/node/record/decide-receipt.ts',
        from: 'if (!verifyJws(jws, key))',
        to: "if (receipt === '')",
      },
      {
        file: 'core/node/record/decide-receipt.ts',
        from: "['controlPlane', 'node', 'cluster']",
        to: "['controlPlane', 'cluster']",
      },
    ],
  },
  bug('puts the wrong cohort in', 'core/node/rank.ts', '<= candidate.cutoff', '>= candidate.cutoff'),
  bug(
    'activates what it should preload',
    'core/node/choose-target.ts',
    "candidate.mode === 'activate' ?",
    "candidate.mode !== '' ?",
  ),
  bug(
    'puts all nodes into the first phase',
    'core/cluster/decide-candidate.ts',
    'deploymentId, cutoff, mode,',
    "deploymentId, cutoff: 'f'.repeat(16), mode,",
  ),
  bug(
    'does not hash what it downloads',
    'core/node/check-blob.ts',
    'sha256Hex(bytes) === signed.sha256',
    'signed.sha256 !== ""',
  ),
  {
    name: 'obeys old directives and ignores the floor',
    edits: [
      { file: 'core/node/accept-directive.ts', from: 'if (order <= 0)', to: 'if (order === 0)' },
      {
        file: 'core/node/step.ts',
        from: "return order < 0 ? refusal('rolled_back', target) : null;",
        to: 'return order < -9 ? refusal("rolled_back", target) : null;',
      },
      { file: 'core/node/accept-release.ts', from: "if (order < 0) return refuse('rolled_back');", to: '' },
    ],
  },
  bug(
    'needs no approval',
    'core/approval/released-by.ts',
    'needsApproval(risk) &&',
    "needsApproval(risk) && risk === 'Low' &&",
  ),
  bug(
    'approves another digest',
    'core/snapshot/decide.ts',
    'digest !== undefined && digest !== state.profile.digest',
    "digest === ''",
  ),
  bug('lets authors approve', 'core/snapshot/decide.ts', 'if (authors.has(by))', "if (by === '')"),
  bug('breaks the chain', 'usecases/transact.ts', 'pending.head?.hash ?? genesis(stream)', 'genesis(stream)'),
  bug(
    'leaves events out of the log',
    'usecases/project/fold-stream.ts',
    'world.log.append(events.map(',
    'world.log.append(events.slice(1).map(',
  ),
  bug('does not go on after a crash', 'server/loops/start-loops.ts', 'workflow.resume();', ''),
  bug(
    'issues the same sequence again',
    'core/directive/payload.ts',
    '(cluster.directive?.sequence ?? 0) + 1',
    '(cluster.directive?.sequence ?? 1)',
  ),
  bug(
    'does not sync folders',
    'agent/durable.ts',
    'await files.write(next, bytes, mode);\n  await files.rename(next, path);\n  await files.syncFolder(folderOf(path));',
    'await files.write(next, bytes, mode);\n  await files.rename(next, path);',
  ),
  bug(
    'does not learn the time',
    'agent/session.ts',
    'if (Number.isNaN(server)) return false;',
    'if (server !== 0) return false;',
  ),
  bug('loses content', 'usecases/config/publish-version.ts', 'if (bytes) await blobs.put(name, bytes, when);', ''),
  {
    name: 'keeps one token for ever',
    edits: [
      { file: 'agent/session.ts', from: 'now < life.session.renewAtMs', to: 'now > 0' },
      { file: 'agent/session.ts', from: 'answer.status !== 401', to: 'answer.status !== 499' },
    ],
  },
  bug(
    'writes in place',
    'agent/durable.ts',
    'await files.write(next, bytes, mode);\n  await files.rename(next, path);',
    'await files.write(path, bytes, mode);',
  ),
  bug(
    'compares the wrong cohort',
    'core/deployment/observe.ts',
    'const mine = inPhase(row, lens);',
    'const mine = !inPhase(row, lens);',
  ),
  bug(
    'answers what was not stored',
    'usecases/transact.ts',
    "if (stored === 'appended') return outcome;",
    "if (stored !== 'too_large') return outcome;",
  ),
  bug(
    'believes itself rather than its nodes',
    'core/cluster/decide-behind.ts',
    'const halt = cluster.signingStopped;\n  const known',
    'if (cluster.exists) return accept();\n  const halt = cluster.signingStopped;\n  const known',
  ),
  bug(
    'takes enrolment tokens that have expired',
    'core/enrolment-token/decide.ts',
    'command.at >= state.expiresAt',
    'command.at === state.expiresAt',
  ),
  bug(
    'takes a key that nobody compared',
    'core/node/record/decide-membership.ts',
    'if (pending.fingerprint !== fingerprint)',
    "if (fingerprint === '')",
  ),
  bug(
    'loads a root that leaves one out',
    'core/trust/decide.ts',
    'verifyRoot(envelope, { controlPlane, previous })',
    'verifyRoot(envelope, { controlPlane })',
  ),
  bug(
    'uses the counter of a receipt again',
    'agent/receipts.ts',
    'return { receipts: { counter: claims.counter,',
    'return { receipts: { counter,',
  ),
  bug(
    'lets the lock go on the way back',
    'core/cluster/evolve.ts',
    'return { ...state, lock: event.to };',
    'return { ...state, lock: null };',
  ),
];
