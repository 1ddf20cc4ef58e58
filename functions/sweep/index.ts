import { tokenKeyRotation } from '../../adapters/aws/worlds/keyring.ts';
import { storage } from '../../adapters/aws/worlds/storage.ts';
import { sweepWorld } from '../../adapters/aws/worlds/sweep.ts';
import type { ScheduledEvent } from '../../schemas/schedule.ts';
import { AWS_SETTINGS } from '../../usecases/settings.ts';
import { readEnvironment } from '../shared/environment.ts';
import { logged } from '../shared/logged.ts';
import { makeLogger } from '../shared/logger.ts';
import { runTask } from '../shared/run-tasks.ts';
import { settingsFrom } from '../shared/settings.ts';
import { Env } from './env.ts';
import { sweepTasks } from './tasks.ts';

const env = readEnvironment(Env, process.env);
const stored = storage(env, settingsFrom(process.env, AWS_SETTINGS));
const world = sweepWorld(env, stored);
const tasks = sweepTasks(world, tokenKeyRotation(env, stored), world.positions);

/** A task of the schedule. */
export const handler = logged(makeLogger('sweep'), ({ task }: ScheduledEvent<'sweep'>) => runTask(tasks, String(task)));
