import { spawnSync } from 'node:child_process';

/** Children, their children and so on, from lines of process id and parent's process id. */
export function descendantsIn(listing: string, ancestor: number): number[] {
  const pairs = listing
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [ancestor];
  for (const parent of found) found.push(...pairs.flatMap(([pid = 0, of]) => (of === parent ? [pid] : [])));
  return found.slice(1);
}

/** Everything a process has started that still runs; some of it may have left its group. */
export const descendantsOf = (pid: number): number[] =>
  descendantsIn(spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout, pid);
