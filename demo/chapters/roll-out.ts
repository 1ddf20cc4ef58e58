import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expected, type Stage, until } from '../stage.ts';
import { STRATEGIES } from '../strategies.ts';

export interface DeploymentSeen {
  readonly id: string;
  readonly status: string;
  readonly rolledBackBy?: string | null;
  readonly phase: number;
}

const ENDED = new Set(['completed', 'rolled_back', 'halted', 'stopped']);

/** Starts a deployment by one of the strategy documents. */
export function start(stage: Stage, snapshot: string, strategy: keyof typeof STRATEGIES): Promise<DeploymentSeen> {
  const { plumb, people, root, config } = stage;
  const path = join(root, `${strategy}.strategy.json`);
  writeFileSync(path, JSON.stringify(STRATEGIES[strategy], null, 2));
  const args = ['--cluster', config, '--snapshot', snapshot, '--strategy-file', path];
  return plumb.as(people.operator, 'deployment', 'start', ...args);
}

/** Follows a deployment to its end, telling each phase. */
export async function follow(stage: Stage, id: string, seconds: number): Promise<DeploymentSeen> {
  let told = 0;
  const ask = async () => {
    const seen = await stage.plumb.quietly<DeploymentSeen>(stage.people.operator, 'deployment', 'get', id);
    const phase = seen.phase;
    if (phase > told) stage.say(`  phase ${phase} is released`);
    told = Math.max(told, phase);
    return seen;
  };
  return until(stage, `deployment ${id} to end`, seconds, ask, ({ status }) => ENDED.has(status));
}

/** Starts a deployment and expects it to complete: every node has proven it. */
export async function rollOut(stage: Stage, snapshot: string, strategy: keyof typeof STRATEGIES): Promise<string> {
  const { id } = await start(stage, snapshot, strategy);
  const ended = await follow(stage, id, 40);
  expected(`${snapshot} to be proven by every node`, ended.status === 'completed', ended);
  stage.say('  completed: every node has signed a receipt for it');
  return id;
}
