import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../adapters/embedded/database/open-database.ts';
import { embeddedPulses } from '../adapters/embedded/pulses/pulses.ts';
import { embeddedStreams } from '../adapters/embedded/streams/streams.ts';
import { randomIds } from '../adapters/system/ids.ts';
import { lockCluster } from '../test/support/lock-cluster.ts';
import { nodeWorld } from '../test/support/node-world.ts';
import { postEvent, quietCheckIn, type TestNode } from '../test/support/test-node.ts';

/*
 * What a check-in costs this process (CPU, both sides of JSON left out): the handler with a node token, on a database
 * file with every answer after its FULL commit. Budget: 0.1 ms with a changed sample (design §9), which is written at
 * once while a deployment runs.
 */
const NODES = 200;
const ROUNDS = 100;
const TRACED = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-00`;
const BOOT = '6f1f5a0e-1111-4222-8333-444455556666';

const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
const database = openDatabase(join(folder, 'plumb.db'));
const clock = { now: () => Date.now(), after: () => () => {} };
const overrides = { streams: embeddedStreams(database, clock), pulses: embeddedPulses(database), ids: randomIds };
const { handler, enrolled, world, clock: time } = await nodeWorld(overrides);
const nodes: TestNode[] = [];
for (let count = 0; count < NODES; count++) nodes.push(await enrolled());

async function measure(name: string, sequenceOf: (round: number) => number): Promise<void> {
  const liveness = new Map<string, string>();
  let cpuMs = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const sequence = sequenceOf(round);
    const counts = {
      requests: sequence * 9,
      errors: 0,
      probesOk: sequence,
      probesFailed: 0,
      latency: [
        [3, sequence * 5],
        [10, sequence * 4],
      ] as [number, number][],
    };
    const events = nodes.map((node) => {
      const sample = { bootId: BOOT, sequence, generation: 0, counts };
      const body = quietCheckIn({
        directive: { epoch: 1, sequence: 1 },
        liveness: liveness.get(node.id) ?? null,
        sample,
      });
      const event = postEvent(`/nodes/${node.id}/check-in`, body, `Bearer ${node.token}`);
      return { ...event, headers: { ...event.headers, traceparent: TRACED } }; // the server gives every request one
    });
    const before = process.cpuUsage();
    const replies = await Promise.all(events.map(handler));
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1000;
    for (const [index, { statusCode, body }] of replies.entries()) {
      if (statusCode !== 200) throw new Error(body);
      liveness.set(nodes[index]?.id ?? '', JSON.parse(body ?? '').liveness);
    }
  }
  process.stdout.write(`${name}: ${(cpuMs / (NODES * ROUNDS)).toFixed(3)} CPU ms a check-in\n`);
}

await measure('warming up', (round) => round + 1);
await measure('idle, new counts', (round) => ROUNDS + round + 1);
await lockCluster(world);
await time.advance(1000); // what is kept of the cluster is read again
await measure('changed sample, committed', (round) => 2 * ROUNDS + round + 1);
await measure('nothing new', () => 3 * ROUNDS + 1);
database.close();
rmSync(folder, { recursive: true });
