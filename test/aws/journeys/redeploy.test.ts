/* Runs on each emulator, after the other journeys: what is changed here is the stack they are played on. */
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { EMULATORS } from '../../../local/emulator.ts';
import { bringUp } from '../../../local/up.ts';
import { DIRECT, over } from '../../support/journey.ts';
import { aws } from '../support/aws.ts';
import { deployed } from '../support/deployed.ts';
import { functionOf } from '../support/functions.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

const journey = playedOnAws();
const CHANGED = { PLUMB_STALE_AFTER_SECONDS: '123' };
const settings = async () => {
  const { Environment } = await aws.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: await functionOf('control') }),
  );
  return Environment?.Variables ?? {};
};

it('a changed stack is deployed over the running one: nodes, history and signatures go on', async () => {
  const cluster = journey.named('lasting.production');
  const fleet = await journey.enrol(cluster, 2);
  const said = () => Promise.all(fleet.nodes.map((node) => node.current()));
  const first = await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT);
  await journey.reaches(first, over);
  const history = async () => (await journey.otto<{ items: unknown[] }>('GET', `/deployments/${first}/events`)).items;
  const before = await history();
  const trusted = await journey.otto('GET', '/trust/root');
  expect(await settings()).not.toMatchObject(CHANGED);

  const on = EMULATORS.find((name) => name === deployed().emulator);
  const state = await bringUp({ ...(on ? { on } : {}), context: CHANGED, say: () => {} });
  expect(await settings()).toMatchObject(CHANGED);
  expect(state.outputs).toMatchObject(deployed().outputs);

  // It may have been reported on since.
  expect((await history()).slice(0, before.length)).toStrictEqual(before);
  expect(await journey.otto('GET', '/trust/root')).toStrictEqual(trusted);
  const next = await journey.bundle(cluster, '1.1.0', { say: 'two' });
  expect(await journey.reaches(await journey.deploy(next.name, DIRECT), over)).toMatchObject({
    status: 'completed',
    generation: 2,
  });
  expect(await said()).toStrictEqual(Array(2).fill('{"say":"two"}'));
  expect(await journey.cohesion(cluster)).toMatchObject({ nodes: 2, cohesion: 1, proven: { 2: 2 } });
});
