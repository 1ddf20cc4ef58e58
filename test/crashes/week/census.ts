import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Database } from '../../../adapters/embedded/database/open-database.ts';
import type { Files } from '../../../agent/ports.ts';
import { NODE_COMMANDS } from '../../../usecases/command-lifetime.ts';

/** How many rows there are, by table; commands that are forgotten after an hour are counted by themselves. */
export type Rows = Readonly<Record<string, number>>;

export function rowsOf({ sql }: Database): Rows {
  const tables = sql.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  const count = (from: string): number => Number(sql.prepare(`SELECT count(*) AS count FROM ${from}`).get()?.['count']);
  const all = tables.map(({ name }) => [String(name), count(String(name))] as const);
  const brief = NODE_COMMANDS.map((prefix) => `key LIKE '${prefix}%'`).join(' OR ');
  const ofNodes = count(`commands WHERE ${brief}`);
  const rows = Object.fromEntries(all);
  return { ...rows, commands: (rows['commands'] ?? 0) - ofNodes, 'commands of nodes': ofNodes };
}

/** Every name below an agent's folder. */
export async function namesIn(files: Files, folder = '.'): Promise<string[]> {
  const names: string[] = [];
  for (const name of await files.list(folder)) {
    const path = folder === '.' ? name : `${folder}/${name}`;
    // Only the link leads to what is counted already.
    names.push(path, ...(name === 'current' ? [] : await namesIn(files, path)));
  }
  return names;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use once all that can go is gone; twice, because what finalizers held goes in the second round. */
export function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
