import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../adapters/embedded/database/open-database.ts';
import { embeddedPulses } from '../adapters/embedded/pulses/pulses.ts';
import { embeddedStreams } from '../adapters/embedded/streams/streams.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { command, streamWrite } from '../test/support/stream-write.ts';

/*
 * How fast the embedded store takes writes, each answered after its commit is on the disk: `npm run bench`.
 * Every write is prepared before the clock starts and differs from all others, because sqlite skips rewriting
 * identical bytes.
 */
const WRITES = 16_000;

async function measure(name: string, atOnce: number, write: (n: number) => Promise<unknown>): Promise<void> {
  const tookMs: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let from = 0; from < WRITES; from += atOnce) {
    const group = Array.from({ length: atOnce }, async (_, index) => {
      const began = performance.now();
      await write(from + index);
      tookMs.push(performance.now() - began);
    });
    await Promise.all(group);
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  const cpuMs = ((user + system) / 1000 / WRITES).toFixed(3);
  const rate = Math.round(WRITES / seconds);
  process.stdout.write(
    `${name}, ${atOnce} at once: ${rate}/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${cpuMs} CPU ms each\n`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
const database = openDatabase(join(folder, 'store.sqlite'));
const [streams, pulses] = [embeddedStreams(database, systemClock), embeddedPulses(database)];

for (const atOnce of [1, 16, 100]) {
  const writes = Array.from({ length: WRITES }, (_, n) =>
    streamWrite(`local/bench/a${atOnce}-${n}`, 0, { note: `note ${n}` }),
  );
  await measure('append of one event', atOnce, async (n) => {
    const write = writes[n];
    if (write) await streams.append([write], command(`c${atOnce}-${n}`));
  });
}
await measure('pulse put', 16, (n) =>
  pulses.put({
    cluster: 'edge',
    node: `node-${n % 1000}`,
    bootId: '00000000-0000-4000-8000-000000000001',
    bootStartedAt: 1_795_339_800,
    sequence: n,
    generation: 3,
    digestPrefix: 'abcdef0123456789',
    resident: 0,
    seenAt: 1_795_339_800 + n,
    intervalSeconds: 1,
    newest: { at: n, sequence: n, counts: { requests: n, errors: 0, probesOk: n, probesFailed: 0, latency: [[3, n]] } },
    windowStart: null,
    drift: [],
    unhealthy: false,
  }),
);
database.close();
rmSync(folder, { recursive: true });
