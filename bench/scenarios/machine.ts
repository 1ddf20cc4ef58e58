import { generateKeyPairSync, hash, randomBytes, sign, verify } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CheckingNode, Load, LoadResult } from '../load/generate.ts';
import { percentiles, timed } from '../support/percentiles.ts';
import { runProgram, startProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { size } from '../support/size.ts';

const COMMITS = size(4000, 64);
const ROW_BYTES = 1000;
/** As many as the product commits at once. */
const GROUP = 16;
const FILES = size(200, 3);
const FILE_BYTES = 1_000_000;
const HTTP_SECONDS = size(4, 0.3);

/** Loops that do one kind of work and nothing else: what this machine allows at all, under the same Node. */
export const machine: Scenario = {
  name: 'machine',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
    try {
      say('sqlite, FULL commits');
      const commits = [await commitRow(folder, 1), await commitRow(folder, GROUP)];
      say('files');
      const files = await fileRow(folder);
      say('HTTP');
      return [...commits, files, ...(await httpRows(folder)), ...(await processorRows())];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** @param each how often a second the loop went round counts that many times */
const rowOf = (what: string, times: readonly number[], each = 1): Row => ({
  scenario: 'machine',
  what,
  value: (times.length * each * 1000) / times.reduce((sum, time) => sum + time, 0),
  unit: '/s',
  ...percentiles(times),
});

async function commitRow(folder: string, rows: number): Promise<Row> {
  const sql = new DatabaseSync(join(folder, `commits-${rows}.sqlite`));
  sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  sql.exec('CREATE TABLE last (id INTEGER PRIMARY KEY, body BLOB NOT NULL)');
  const upsert = sql.prepare('INSERT INTO last VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body');
  // Different bytes each time: sqlite does not write again what is there already.
  const bodies = Array.from({ length: 997 }, () => randomBytes(ROW_BYTES));
  const times = await timed(COMMITS / rows, (index) => {
    sql.exec('BEGIN');
    for (let row = 0; row < rows; row++) upsert.run((index * rows + row) % 1000, bodies[(index + row) % 997] ?? null);
    sql.exec('COMMIT');
  });
  sql.close();
  return rowOf(`sqlite: ${rows === 1 ? 'a row' : `${rows} rows`} of 1 kB in a FULL commit, rows`, times, rows);
}

/** As a blob or a node's file is stored: beside, flushed, renamed, the folder flushed. */
async function fileRow(folder: string): Promise<Row> {
  const bytes = randomBytes(FILE_BYTES);
  const times = await timed(FILES, (index) => {
    const beside = join(folder, 'beside');
    const file = openSync(beside, 'w');
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
    renameSync(beside, join(folder, `file-${index % 4}`));
    const parent = openSync(folder, 'r');
    fsyncSync(parent);
    closeSync(parent);
  });
  return rowOf('files of 1 MB: write, fsync, rename, fsync of the folder', times);
}

/** By the same client and with requests of the same size as check-ins, to a server that does nothing. */
async function httpRows(folder: string): Promise<Row[]> {
  const fleet = join(folder, 'fleet.json');
  const node: CheckingNode = { id: `node-${'0'.repeat(32)}`, token: 'x'.repeat(430) };
  writeFileSync(fleet, JSON.stringify([node]));
  const server = await startProgram('bench/bare/echo.ts', []);
  const rows: Row[] = [];
  for (const connections of [1, 100]) {
    const load: Load = {
      port: Number(server.said['port']),
      ...{ connections, seconds: HTTP_SECONDS, warmUpSeconds: 1, fleet, changed: true, firstSequence: 0 },
    };
    const {
      perSecond: value,
      p50,
      p95,
      p99,
      bytes,
    } = await runProgram<LoadResult>('bench/load/generate.ts', [JSON.stringify(load)]);
    const what = `HTTP requests as long as a check-in, ${connections} ${connections === 1 ? 'connection' : 'connections'}`;
    rows.push({ scenario: 'machine', what, value, unit: '/s', p50, p95, p99, bytes });
  }
  await server.end('SIGKILL');
  return rows;
}

async function processorRows(): Promise<Row[]> {
  const bytes = randomBytes(FILE_BYTES);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const message = Buffer.from('a directive');
  const signature = sign('sha256', message, privateKey);
  return [
    rowOf('SHA-256 of 1 MB', await timed(500, () => hash('sha256', bytes))),
    rowOf('ECDSA P-256: sign', await timed(5000, () => sign('sha256', message, privateKey))),
    rowOf('ECDSA P-256: verify', await timed(5000, () => verify('sha256', message, publicKey, signature))),
  ];
}
