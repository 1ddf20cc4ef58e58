import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readJson } from '../../core/json/read-json.ts';

/** Processor time that one input may take of the thread that serves everybody, for each MiB begun. */
const INPUT_MS = 50;
/** How much slower a processor may be that others use too: caches, cores and their clock are not ours alone. */
const BUSY = 4;
/** How much slower code is whose lines are counted (`npm test`); test:deep counts none. */
const COUNTED = process.env['LINES_ARE_COUNTED'] ? 3 : 1;
const MIB = 2 ** 20;
const TRIES = 4;

const spentMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(since);
  return (user + system) / 1000;
};

/** Processor time of this thread while `work` runs, client and server together. */
async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const before = process.threadCpuUsage();
  const value = await work();
  return { value, ms: spentMs(before) };
}

/**
 * Does `work`, and again when it took more than the bound: what a cold engine or the collector took once is not the
 * input's cost, what it takes each time is.
 * @returns the first answer, and the least processor time it was done in
 */
export async function costOf<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const first = await timed(work);
  let { ms } = first;
  for (let tries = 1; ms > INPUT_MS && tries < TRIES; tries++) ms = Math.min(ms, (await timed(work)).ms);
  return { value: first.value, ms };
}

/** Whether an input of this size took longer than any may, as fast as this machine is at this moment. */
export function tooCostly(ms: number, sizeBytes: number): boolean {
  const most = INPUT_MS * BUSY * COUNTED * Math.max(1, Math.ceil(sizeBytes / MIB));
  return ms > most && ms > most * slowness();
}

/** Processor time that our reader takes for 1 MiB of honest JSON, outside of a test runner, on a machine of today. */
const YARDSTICK_MS = 40;
const YARDSTICK = `[${'1,'.repeat(MIB / 2 - 1)}1]`;

/**
 * How many times as long it takes here and now: a host that does other work is slow for seconds, and what a test runner
 * makes of modules makes loops over characters slower. Neither is the input's cost.
 */
function slowness(): number {
  const before = process.threadCpuUsage();
  for (let run = 0; run < TRIES; run++) if (!readJson(YARDSTICK).ok) throw new Error('the yardstick broke');
  return spentMs(before) / TRIES / YARDSTICK_MS;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Heap in use once all that can go is gone, in MB; twice, because what finalizers held goes in the second round. */
export function heapMegabytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
