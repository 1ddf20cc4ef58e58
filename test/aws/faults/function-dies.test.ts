/*
 * Runs on LocalStack alone: its functions are processes that can be told to die, and Step Functions there retries a
 * function that ended as AWS does. (MiniStack loses the names of errors.)
 */
import { expect, it } from 'vitest';
import { DIRECT, over } from '../../support/journey.ts';
import { historyOf } from '../support/executions.ts';
import { playedOnAws } from '../support/played-on-aws.ts';
import { breakableRollout } from './breakable.ts';

const journey = playedOnAws();
const rollout = breakableRollout();

it.each(['before', 'after'] as const)(
  'the function of the steps dies %s its write is stored, is tried again, and every phase is released once',
  async (when) => {
    const cluster = journey.named(`dying-${when}.production`);
    await journey.enrol(cluster, 3);
    await journey.reaches(
      await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT),
      over,
    );
    const strategy = { strategy: 'Rolling', batchSize: 1, batchInterval: 'PT1S', stopOnFailure: true } as const;
    const next = await journey.bundle(cluster, '1.1.0', { say: 'two' });
    const id = await journey.deploy(next.name, strategy);
    await journey.reaches(id, ({ phase }) => phase >= 1);
    rollout.die(when); // in the middle, at the next thing that is written
    expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed', phase: 3, run: 1 });

    const history = await historyOf(`${id}-1`);
    expect(history.filter(({ type }) => type === 'LambdaFunctionFailed' || type === 'TaskFailed')).toHaveLength(1);
    const { items } = await journey.otto<{ items: { type: string; payload: { phase?: { phase: number } } }[] }>(
      'GET',
      `/deployments/${id}/events?limit=200`,
    );
    const released = items.filter(({ type }) => type === 'PhaseReleased').map(({ payload }) => payload.phase?.phase);
    expect(released).toStrictEqual([1, 2, 3]);
    expect(await journey.cohesion(cluster)).toMatchObject({ cohesion: 1, proven: { 2: 3 } });
  },
);
