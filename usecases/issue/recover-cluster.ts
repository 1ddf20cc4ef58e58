import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import { mayAct, mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { currentRoot } from '../trust/current-root.ts';
import { applyRecovery } from './apply-recovery.ts';

export type Recovery = {
  readonly cluster: string;
  readonly epoch: number;
  /** The next release is above this one, the next directive is already. */
  readonly generation: number;
  readonly sequence: number;
  readonly revision: number;
};

/**
 * Starts signing for a cluster again, above everything its nodes have proven; or in the epoch of the newest trust
 * root, when that is higher. A deployment under way is halted. Without need nothing changes.
 * @returns `cluster_unknown`, `trust_root_missing`; `trust_root_invalid` when nodes proved a higher epoch than the
 *   root has; `precondition_failed`
 * @see docs/protocol.md §5.8
 */
export async function recoverCluster(
  world: Pick<World, 'authority' | 'controlPlane' | 'streams' | 'blobs' | 'ids' | 'witness'>,
  { params: { name }, body: { justification } }: RouteInput<{ name: string }, unknown, { justification: string }>,
  call: Call,
): Promise<Outcome<Recovery>> {
  const resource = { cluster: name };
  if (!(await mayRead(world, call.principal, resource))) return reject('cluster_unknown');
  if (!(await mayAct(world, call.principal, resource, 'operate'))) return reject('forbidden');
  const current = await currentRoot(world);
  if (!current) return reject('trust_root_missing');
  const checkpoint = await world.witness.last();
  return transact(world, call, async (tx) => {
    const { revision } = await tx.load(CLUSTER, name);
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const { controlPlane } = world;
    const rootEpoch = current.root.epoch;
    const command = {
      type: 'RecoverCluster',
      at: call.at,
      rootEpoch,
      justification,
      controlPlane,
      checkpoint,
    } as const;
    const recovered = await applyRecovery(tx, name, command);
    if (!recovered.ok) return recovered;
    const { epoch, generation, directive } = recovered.value.state;
    const sequence = directive?.sequence ?? 0;
    return done({ cluster: name, epoch, generation, sequence, revision: recovered.value.revision });
  });
}
