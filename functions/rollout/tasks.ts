import { assessIdleDeployments } from '../../usecases/deployment/assess-idle-deployments.ts';
import { renewDirectives } from '../../usecases/issue/renew-directives.ts';
import type { World } from '../../usecases/ports.ts';
import type { Tasks } from '../shared/run-tasks.ts';

/** What rollout does by itself, because it ends in signatures: renewing directives, and looking after idle deployments. */
export const rolloutTasks = (world: World): Tasks<'rollout'> => ({
  'renew-directives': () => renewDirectives(world),
  'assess-idle-deployments': () => assessIdleDeployments(world),
});
