import { expect, it } from 'vitest';
import { DIRECT, openJourney, over } from '../support/journey.ts';

it('sixty agents at default cadence prove one direct deployment, each with its own receipt', async ({
  onTestFinished,
}) => {
  const journey = await openJourney({});
  onTestFinished(journey.close);
  const cluster = 'sixty.production';
  const fleet = await journey.enrol(cluster, 60);
  const { name } = await journey.bundle(cluster, '1.0.0', { say: 'one' });
  expect(await journey.reaches(await journey.deploy(name, DIRECT), over)).toMatchObject({
    status: 'completed',
    counts: { expected: 60, applied: 60, failed: 0, overdue: 0, offline: 0, pending: 0 },
  });
  const said = await Promise.all(fleet.nodes.map((node) => node.current()));
  expect(said).toStrictEqual(Array(60).fill('{"say":"one"}'));
  expect(await journey.cohesion(cluster)).toMatchObject({ nodes: 60, cohesion: 1, proven: { 1: 60 } });
}, 60_000);
