import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bytesBelow, makeLargeFolder } from '../../../bench/restart/large-folder.ts';
import { measureRestarts } from '../../../bench/restart/measure-restart.ts';
import { PLANT } from '../../../bench/restart/plant.ts';
import { startEmbedded } from '../../support/embedded-process.ts';
import { serverAt } from '../../support/open-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

it('a folder with a past is served as it was made, and started again after kill -9', async () => {
  const dataDir = join(tempFolder(), 'data');
  const made = await makeLargeFolder(dataDir, 1);
  expect(made).toMatchObject({ clusters: 1, nodes: PLANT.nodes });
  expect(made.events).toBeGreaterThan(PLANT.nodes * PLANT.deployments);
  expect(made.bytes).toBe(bytesBelow(dataDir));
  const server = await startEmbedded(['--port', '0', '--data', dataDir]);
  const { ask, token } = serverAt(server.url, dataDir, async () => {});
  const ada = await token('Admin', 'ada');
  const { nodes } = await ask<{ nodes: unknown[] }>(ada, 'GET', '/nodes?limit=200');
  expect(nodes).toHaveLength(PLANT.nodes);
  const deployments = await ask<{ items: { status: string }[] }>(ada, 'GET', '/deployments?limit=200');
  expect(deployments.items.map(({ status }) => status)).toStrictEqual(Array(PLANT.deployments).fill('completed'));
  await server.end('SIGKILL');
  const restarts = await measureRestarts(dataDir, 2);
  for (const { readyMs, answeredMs } of restarts) expect(answeredMs).toBeGreaterThan(readyMs);
  expect(restarts).toHaveLength(2);
}, 60_000);
