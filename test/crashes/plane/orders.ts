import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names the folder through which a test tells a control plane where to die. */
export const ORDERS_FOLDER = 'PLUMB_CRASHES';

/** What a control plane under test is to do. */
export interface Orders {
  /** Points at which it dies, each once. */
  readonly points: readonly string[];
  /** Place at which an execution, once that is stored, goes no further until `letGo`. */
  readonly hold?: string;
  /** Where the count of assessments begins in the first run, so that its end is near. */
  readonly loops?: number;
}

const pathsIn = (folder: string) => ({
  orders: join(folder, 'orders'),
  died: join(folder, 'died'),
  passed: join(folder, 'passed'),
  held: join(folder, 'held'),
  freed: join(folder, 'freed'),
});
const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];

/** The test's side. */
export function ordersIn(folder: string) {
  const { orders, died, passed, held, freed } = pathsIn(folder);
  return {
    /** From now on; what was ordered before is forgotten. */
    give(next: Orders): void {
      for (const path of [died, passed, held, freed]) rmSync(path, { force: true });
      writeFileSync(`${orders}.new`, JSON.stringify(next));
      renameSync(`${orders}.new`, orders);
    },
    /** Points at which it has died, in that order. */
    deaths: () => linesOf(died),
    /** Points that it has come by, each as often. */
    passed: () => linesOf(passed),
    holds: () => existsSync(held),
    letGo: () => writeFileSync(freed, ''),
  };
}

/** The control plane's side. */
export function obeying(folder: string) {
  const { orders, died, passed, held, freed } = pathsIn(folder);
  const read = (): Orders =>
    existsSync(orders) ? (JSON.parse(readFileSync(orders, 'utf8')) as Orders) : { points: [] };
  return {
    read,
    /** Ends this process, without any warning, where that is ordered and did not happen before. */
    passes(point: string): void {
      appendFileSync(passed, `${point}\n`);
      if (!read().points.includes(point) || linesOf(died).includes(point)) return;
      appendFileSync(died, `${point}\n`);
      process.kill(process.pid, 'SIGKILL');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); // nothing comes after it
    },
    /** Once: an execution that has been let go is held nowhere again. */
    async holds(place: string): Promise<void> {
      if (read().hold !== place) return;
      writeFileSync(held, '');
      while (!existsSync(freed)) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}
