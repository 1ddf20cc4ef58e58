import { rolloutWorld } from '../../adapters/aws/worlds/rollout.ts';
import { storage } from '../../adapters/aws/worlds/storage.ts';
import { AWS_SETTINGS } from '../../usecases/settings.ts';
import { readEnvironment } from '../shared/environment.ts';
import { logged } from '../shared/logged.ts';
import { makeLogger } from '../shared/logger.ts';
import { runTask, taskOf } from '../shared/run-tasks.ts';
import { settingsFrom } from '../shared/settings.ts';
import { Env } from './env.ts';
import { makeHandler } from './handler.ts';
import { rolloutTasks } from './tasks.ts';

const env = readEnvironment(Env, process.env);
const world = rolloutWorld(env, storage(env, settingsFrom(process.env, AWS_SETTINGS)));
const step = makeHandler(world);
const tasks = rolloutTasks(world);

/** A step of the state machine, a request to sign, or a task of the schedule. */
export const handler = logged(makeLogger('rollout'), async (event: unknown) => {
  const task = taskOf(event);
  return task === undefined ? step(event) : runTask(tasks, task);
});
