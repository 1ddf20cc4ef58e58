/*
 * Runs on LocalStack alone, whose Step Functions is a full interpreter that can be started by anybody and aborted in
 * the middle of a task.
 */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { DIRECT, over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';
import { aws } from '../support/aws.ts';
import { abortExecution, historyOf, startExecution, statusOf } from '../support/executions.ts';
import { functionOf } from '../support/functions.ts';
import { playedOnAws } from '../support/played-on-aws.ts';
import { breakableRollout } from './breakable.ts';

const journey = playedOnAws();
const rollout = breakableRollout();
const CANARY = { strategy: 'Canary', canaryPercentage: 34, phaseInterval: 'PT5S' } as const;

/** A canary over three nodes that has released its first phase. */
async function underWay(name: string) {
  const cluster = journey.named(name);
  const fleet = await journey.enrol(cluster, 3);
  await journey.reaches(
    await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT),
    over,
  );
  const id = await journey.deploy((await journey.bundle(cluster, '1.1.0', { say: 'two' })).name, CANARY);
  await journey.reaches(id, ({ phase }) => phase === 1);
  return { cluster, fleet, id };
}
interface EventPage {
  readonly items: readonly { readonly type: string; readonly payload: { readonly phase?: { phase: number } } }[];
}
const events = async (id: string) =>
  (await journey.otto<EventPage>('GET', `/deployments/${id}/events?limit=200`)).items;
const phases = async (id: string) =>
  (await events(id)).filter(({ type }) => type === 'PhaseReleased').map(({ payload }) => payload.phase?.phase);
const invoked = async (payload: object): Promise<unknown> => {
  const FunctionName = await functionOf('rollout');
  const { Payload } = await aws.lambda.send(
    new InvokeCommand({ FunctionName, Payload: new TextEncoder().encode(JSON.stringify(payload)) }),
  );
  return JSON.parse(new TextDecoder().decode(Payload));
};

it('an execution that is started twice does everything once', async () => {
  const { cluster, id } = await underWay('twice.production');
  await startExecution(`${id}-1-again`, { deploymentId: id, run: 1 });
  const { phase } = await journey.reaches(id, over);
  expect(await phases(id)).toStrictEqual(Array.from({ length: phase }, (_, index) => index + 1));
  expect((await events(id)).filter(({ type }) => type === 'DeploymentCompleted')).toHaveLength(1);
  expect(await journey.cohesion(cluster)).toMatchObject({ cohesion: 1, proven: { 2: 3 } });
  for (const name of [`${id}-1`, `${id}-1-again`])
    expect(
      await until(
        () => statusOf(name),
        (status) => status !== 'RUNNING',
      ),
    ).toBe('SUCCEEDED');
});

it('one that is aborted in the middle of a task is followed by the next run, and what the task then does changes nothing', async () => {
  const { cluster, id } = await underWay('aborted.production');
  const goOn = await rollout.hold();
  await abortExecution(`${id}-1`);
  // Resuming is the next run, at once; without a person the schedule comes by, as below.
  await journey.otto('POST', `/deployments/${id}/pause`, {});
  await journey.otto('POST', `/deployments/${id}/resume`, {});
  expect((await journey.deployment(id)).run).toBe(2);
  goOn();
  // At once on AWS; LocalStack lets the task end first.
  await until(
    () => statusOf(`${id}-1`),
    (status) => status === 'ABORTED',
  );
  // Whatever else Step Functions may have had on its way.
  expect(await invoked({ step: 'release-phase', deploymentId: id, run: 1, loops: 0, phase: 3 })).toMatchObject({
    outcome: 'ended',
    reason: 'superseded',
  });
  const { phase } = await journey.reaches(id, over);
  expect(await phases(id)).toStrictEqual(Array.from({ length: phase }, (_, index) => index + 1));
  expect((await events(id)).filter(({ type }) => type === 'DeploymentCompleted')).toHaveLength(1);
  expect(await journey.cohesion(cluster)).toMatchObject({ cohesion: 1, proven: { 2: 3 } });
  const last = await until(
    async () => (await historyOf(`${id}-2`)).at(-1)?.type,
    (type) => type?.startsWith('Execution') === true, // the deployment is over before its execution is
  );
  expect(last).toBe('ExecutionSucceeded');
});

it('one that is aborted between two tasks is followed by the next run, when the schedule comes by', async () => {
  const { id } = await underWay('forgotten.production');
  await abortExecution(`${id}-1`);
  await journey.reaches(id, ({ run }) => run === 2);
  expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed' });
});
