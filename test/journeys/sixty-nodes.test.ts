import { expect, it } from 'vitest';
import { openEmbeddedPlane } from '../support/embedded-plane.ts';
import { DIRECT, over } from '../support/journey.ts';
import { playedOn } from '../support/played-on.ts';

const journey = playedOn(() => openEmbeddedPlane({}));

it('sixty agents at default cadence prove one direct deployment, each with its own receipt', async () => {
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
});
