import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openEmbeddedPlane } from '../test/support/embedded-plane.ts';
import { DIRECT, journeyOn, over } from '../test/support/journey.ts';
import { type EmbeddedServer, serverAt } from '../test/support/open-server.ts';

/**
 * A thousand real agents (disks in memory, all in this process) on one embedded control plane (a process of its own)
 * at default cadence: from publishing a version to the last receipt. Budget: 5 s from an idle fleet.
 */
const NODES = Number(process.argv[2] ?? 1000);
const BATCH = 100;
const CLUSTER = 'thousand.production';

async function serve(data: string): Promise<EmbeddedServer> {
  const flags = ['bin/serve.ts', '--port', '0', '--data', data, '--json'];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL')); // also when a measurement fails
  const [line] = await once(createInterface(child.stdout), 'line');
  const { url } = JSON.parse(String(line)) as { url: string };
  return serverAt(url, data, async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
}

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  const answer = await work();
  console.log(`${what.padEnd(40)} ${((performance.now() - began) / 1000).toFixed(2)} s`);
  return answer;
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const proven = async (): Promise<number> => (await journey.cohesion(CLUSTER)).proven['2'] ?? 0;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const plane = await openEmbeddedPlane({}, serve);
const journey = journeyOn(() => plane);
await timed(`${NODES} nodes enrol, ${BATCH} at a time`, async () => {
  for (let left = NODES; left > 0; left -= BATCH) await journey.enrol(CLUSTER, Math.min(BATCH, left));
});
await timed('a first deployment, to completed', async () => {
  const { name } = await journey.bundle(CLUSTER, '1.0.0', { say: 'one' });
  await journey.reaches(await journey.deploy(name, DIRECT), over);
});
await pause(5000);
const id = await timed('publish, snapshot, approve, deploy, proven', async () => {
  const { name } = await journey.bundle(CLUSTER, '1.1.0', { say: 'two' });
  const deployment = await journey.deploy(name, DIRECT);
  // Looked at seldom, so that looking costs nothing that counts.
  while ((await proven()) < NODES) await pause(100);
  return deployment;
});
await timed('and then to completed', () => journey.reaches(id, over));
await journey.rest();
await plane.close();
