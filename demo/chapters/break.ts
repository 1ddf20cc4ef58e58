import { BROKEN, GOOD } from '../contents.ts';
import { expected, type Stage, until } from '../stage.ts';
import { author } from './author.ts';
import { type DeploymentSeen, follow, start } from './roll-out.ts';

export interface BrokenRollout {
  readonly deploymentId: string;
  readonly rollbackId: string;
}

/** A version that passes validation and breaks the service: real errors, found and undone by nobody's hand. */
export async function breakAndRollBack(stage: Stage): Promise<BrokenRollout> {
  const { plumb, people, say, sabotage } = stage;
  const content = sabotage === 'no-break' ? GOOD['1.1.0'] : BROKEN;
  const snapshot = await author(stage, '1.4.0', content, 'Golden fees for all: passes the schema, breaks the service');
  const { id } = await start(stage, snapshot, 'careful');
  const ended = await follow(stage, id, 40);
  expected('the broken version to be rolled back by itself', ended.status === 'rolled_back', ended);
  expected('the rollback to be a deployment', typeof ended.rolledBackBy === 'string', ended);
  const undo = await until(
    stage,
    'the rollback to be proven',
    20,
    () => plumb.quietly<DeploymentSeen>(people.operator, 'deployment', 'get', String(ended.rolledBackBy)),
    ({ status }) => status === 'completed',
  );
  say('  rolled back by itself: older content at a higher generation, the bad content pinned');
  return { deploymentId: id, rollbackId: undo.id };
}
