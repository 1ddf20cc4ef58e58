import { done, type Outcome, reject } from '../../core/decision.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { World } from '../ports.ts';
import { mayAct, mayRead } from './may-read.ts';

/**
 * Acting on a cluster needs `operate` on it AND on every config in the snapshot (design §8).
 * @returns `cluster_unknown` when the cluster may not even be read, `forbidden` naming the first thing that is
 * missing; a config that may not be read stays unnamed
 */
export async function mayActOnDeployment(
  world: Pick<World, 'streams' | 'authority'>,
  principal: Principal,
  { cluster, configs }: { readonly cluster: string; readonly configs: readonly string[] },
): Promise<Outcome<null>> {
  if (!(await mayRead(world, principal, { cluster }))) return reject('cluster_unknown', { cluster });
  if (!(await mayAct(world, principal, { cluster }, 'operate'))) return reject('forbidden', { cluster });
  for (const config of configs) {
    if (await mayAct(world, principal, { config }, 'operate')) continue;
    return reject('forbidden', (await mayRead(world, principal, { config })) ? { config } : {});
  }
  return done(null);
}
