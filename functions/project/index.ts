import { setTimeout as pause } from 'node:timers/promises';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { projectWorld } from '../../adapters/aws/worlds/project.ts';
import { storage } from '../../adapters/aws/worlds/storage.ts';
import { COUNTED_EVENTS, METRIC_NAMESPACE, METRICS } from '../../schemas/metrics.ts';
import type { ScheduledEvent } from '../../schemas/schedule.ts';
import { AWS_SETTINGS } from '../../usecases/settings.ts';
import { readEnvironment } from '../shared/environment.ts';
import { logged } from '../shared/logged.ts';
import { LOG, makeLogger } from '../shared/logger.ts';
import { runTask, taskOf } from '../shared/run-tasks.ts';
import { settingsFrom } from '../shared/settings.ts';
import { Env } from './env.ts';
import { feed } from './feed.ts';
import { projectFunction } from './handler.ts';
import { parking } from './parking.ts';
import { projectTasks } from './tasks.ts';

const env = readEnvironment(Env, process.env);
const logger = makeLogger('project');
const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: env.PLUMB_CONTROL_PLANE });
const { world, parked } = projectWorld(env, storage(env, settingsFrom(process.env, AWS_SETTINGS)));

const functions = projectFunction(
  world,
  (error) => {
    logger.error(LOG.logNotExtended, { error });
    metrics.addMetric(METRICS.logNotExtended, 'Count', 1);
  },
  (events) => {
    for (const { type } of events)
      for (const counted of COUNTED_EVENTS) if (type === counted) metrics.addMetric(counted, 'Count', 1);
  },
);
const set = parking({
  project: functions.project,
  parked,
  now: world.clock.now,
  pause: (ms) => pause(ms),
  onParked: ({ stream, attempts, retryAt }, error) =>
    logger.error(LOG.streamParked, { stream, attempts, retryAt, error: error as Error }),
  onReleased: ({ stream, attempts }) => logger.info(LOG.streamReleased, { stream, attempts }),
  onCounted: (count) => metrics.addMetric(METRICS.streamsParked, 'Count', count),
});
const tasks = projectTasks(world, functions, set);
const follow = feed(set, (error, stream) => logger.error(LOG.fault, { stream, error: error as Error }));

/** Records of the streams table's feed, or a task of the schedule. */
export const handler = logged(
  logger,
  async (event: DynamoDBStreamEvent | ScheduledEvent<'project'>, context: Context): Promise<DynamoDBBatchResponse> => {
    const task = taskOf(event);
    if (task === undefined) return follow(event as DynamoDBStreamEvent, () => context.getRemainingTimeInMillis());
    await runTask(tasks, task);
    return { batchItemFailures: [] };
  },
  () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  },
);
