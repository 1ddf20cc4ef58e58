import { parentPort, workerData } from 'node:worker_threads';
import { groupCommit } from '../database/group-commit.ts';
import { openFile } from '../database/open-file.ts';
import type { PulseCall, PulseMessage, PulseReport, PulseThreadData } from './pulse-calls.ts';
import { PULSES_SCHEMA, type PulseTable, pulseTable } from './pulse-table.ts';

/* The thread of `threadedPulseTable`: it has the file, and each message is one commit. */

const { file } = workerData as PulseThreadData;
const sql = openFile(file, PULSES_SCHEMA);
const table = pulseTable(sql);
const commit = groupCommit(sql);
const report = (message: PulseReport): void => parentPort?.postMessage(message);

const run = ([name, args]: PulseCall): unknown =>
  (table[name] as (...args: unknown[]) => ReturnType<PulseTable[typeof name]>)(...args);

parentPort?.on('message', (message: PulseMessage) => {
  if (message !== 'close') return report(commit(message.map((call) => () => run(call))));
  sql.close();
  parentPort?.close();
});
report('open');
