import { CLUSTER, expected, type Stage, until } from '../stage.ts';

export interface DeploymentSeen {
  readonly id: string;
  readonly status: string;
  readonly rolledBackBy?: string | null;
  readonly phase?: { readonly phase: number } | null;
}

const ENDED = new Set(['completed', 'rolled_back', 'halted', 'stopped']);

export const start = (stage: Stage, snapshot: string, ...strategy: readonly string[]): Promise<DeploymentSeen> =>
  stage.plumb.as(
    stage.people.operator,
    'deployment',
    'start',
    '--cluster',
    CLUSTER,
    '--snapshot',
    snapshot,
    ...strategy,
  );

/** Follows a deployment to its end, telling each phase. */
export async function follow(stage: Stage, id: string, seconds: number): Promise<DeploymentSeen> {
  let told = 0;
  const ask = async () => {
    const seen = await stage.plumb.quietly<DeploymentSeen>(stage.people.operator, 'deployment', 'get', id);
    const phase = seen.phase?.phase ?? 0;
    if (phase > told) stage.say(`  phase ${phase} is released`);
    told = Math.max(told, phase);
    return seen;
  };
  return until(`deployment ${id} to end`, seconds, ask, ({ status }) => ENDED.has(status));
}

/** Starts a deployment and expects it to complete: every node has proven it. */
export async function rollOut(stage: Stage, snapshot: string, ...strategy: readonly string[]): Promise<string> {
  const { id } = await start(stage, snapshot, ...strategy);
  const ended = await follow(stage, id, 40);
  expected(`${snapshot} to be proven by every node`, ended.status === 'completed', ended);
  stage.say('  completed: every node has signed a receipt for it');
  return id;
}
