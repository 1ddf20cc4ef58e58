import { cpSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ClusterResponse } from '../../schemas/cluster.ts';
import { DIRECT, type Journey, openJourney, over } from '../support/journey.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 60_000 });
const CLUSTER = 'fees.production';
let journey: Journey;
beforeAll(async () => {
  journey = await openJourney();
});
afterAll(() => journey.close());

it('a control plane restored from an older backup is found out by its nodes, stops signing, and goes on above them', async () => {
  const { nodes } = await journey.enrol(CLUSTER, 3);
  const deployed = async (version: string, say: string) =>
    journey.reaches(await journey.deploy((await journey.bundle(CLUSTER, version, { say })).name, DIRECT), over);
  const cluster = () => journey.otto<ClusterResponse>('GET', `/clusters/${CLUSTER}`);
  await deployed('1.0.0', 'one');
  const backup = `${journey.dataDir}.backup`;
  await journey.restart(() => cpSync(journey.dataDir, backup, { recursive: true }));
  await deployed('1.1.0', 'two');
  await until(cluster, ({ stable }) => stable?.generation === 2);

  await journey.restart(() => {
    rmSync(journey.dataDir, { recursive: true });
    cpSync(backup, journey.dataDir, { recursive: true });
  });
  const { signingStopped, generation } = await until(cluster, (seen) => seen.signingStopped !== undefined);
  expect(generation).toBe(1);
  expect(signingStopped).toMatchObject({ provenEpoch: 1, provenGeneration: 2 });
  // Nodes keep what they verified, and nothing new is signed.
  expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"two"}'));
  const { name } = await journey.bundle(CLUSTER, '1.2.0', { say: 'three' });
  await expect(journey.deploy(name, DIRECT)).rejects.toThrow(/409 .*"cluster_signing_stopped"/);

  const recover = `/clusters/${CLUSTER}/recover`;
  await expect(journey.otto('POST', recover, {})).rejects.toThrow(/400 .*justification/);
  await journey.otto('POST', recover, { justification: 'restored from the backup of this morning' });
  expect(await cluster()).not.toHaveProperty('signingStopped');
  expect(await journey.reaches(await journey.deploy(name, DIRECT), over)).toMatchObject({
    status: 'completed',
    generation: 3,
  });
  expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"three"}'));
});
