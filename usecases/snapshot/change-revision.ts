import { done, type Outcome, reject } from '../../core/decision.ts';
import { decideRevision, type RevisionCommand } from '../../core/snapshot/decide.ts';
import { type RevisionState, revisionKey, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import type { SnapshotSummary } from '../../schemas/snapshot.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import { mayActOnDeployment } from '../access/may-act-on-deployment.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { mayReadSnapshot } from './may-read-snapshot.ts';
import { readSnapshotDocument } from './snapshot-document.ts';
import { snapshotSummary, statusOnClusters } from './snapshot-summary.ts';

/**
 * Changes the standing of one revision.
 * @param commandFor makes the command from what the revision holds; may refuse
 * @returns `snapshot_unknown`, also for one that holds a config or targets a cluster the caller may not read;
 *   `precondition_failed` when If-Match names another revision, and what the command refuses
 */
export const changeRevision = (
  world: World,
  { name, revision }: { readonly name: string; readonly revision: number },
  call: Call,
  commandFor: (document: SnapshotDocument, state: RevisionState) => Promise<Outcome<RevisionCommand>>,
): Promise<Outcome<SnapshotSummary>> =>
  transact(world, call, async (tx) => {
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const key = revisionKey(name, revision);
    const { state } = await tx.load(SNAPSHOT_REVISION, key);
    if (!state.profile) return reject('snapshot_unknown', { name, revision });
    const document = await readSnapshotDocument(world, state.profile.digest);
    if (!(await mayReadSnapshot(world, call.principal, document)))
      return reject('snapshot_unknown', { name, revision });
    const command = await commandFor(document, state);
    if (!command.ok) return command;
    const decision = decideRevision(command.value, state);
    if (!decision.ok) return decision;
    return done(
      snapshotSummary(tx.append(SNAPSHOT_REVISION, key, decision.events), await statusOnClusters(world, state.profile)),
    );
  });

/** Judging a snapshot needs the right to operate each of its clusters and every config in it (design.md §8). */
export async function mayJudge(
  world: World,
  call: Call,
  { clusters, configs }: SnapshotDocument,
): Promise<Outcome<null>> {
  for (const cluster of clusters) {
    const allowed = await mayActOnDeployment(world, call.principal, { cluster, configs: Object.keys(configs) });
    if (!allowed.ok) return allowed;
  }
  return done(null);
}
