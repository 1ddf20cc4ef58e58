import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { FILES, markedContent, markedRelease } from '../node/marked.ts';
import type { Seen } from '../node/reader.ts';
import { swappingNode } from '../node/swapping-node.ts';
import { rates, TEXTS } from '../publish/rates.ts';
import { percentiles } from '../support/percentiles.ts';
import { runProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { size } from '../support/size.ts';

const RELEASES = size(100, 4);
const WARM_UP = size(10, 1);
const READS = size(1_000_000, 20_000);
const CONTROL_READS = size(20_000, 2000);
/** Fewer switches under the reader prove nothing. */
const LEAST_SEEN = size(100, 1);

/** The real agent on real files: how long a release of 1 MB takes, and whether readers ever see half of one. */
export const node: Scenario = {
  name: 'node',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
    try {
      say(`${RELEASES} releases of 1 MB`);
      const apply = await applyRow(join(folder, 'large'));
      say(`${READS} reads while releases are swapped`);
      const torn = await tornRows(join(folder, 'read'));
      say(`${CONTROL_READS} reads while files are written in place`);
      return [apply, ...torn, await controlRow(join(folder, 'control'))];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function applyRow(dir: string): Promise<Row> {
  mkdirSync(dir);
  const { take } = await swappingNode(dir);
  const times: number[] = [];
  for (let release = 0; release < WARM_UP + RELEASES; release++)
    times.push(await take({ 'rates.production': JSON.stringify(rates(release, TEXTS)) }));
  const measured = percentiles(times.slice(WARM_UP));
  return {
    ...{ scenario: 'node', what: '1 MB: told, fetched from memory, verified, staged, swapped, proven' },
    ...{ value: measured.p50, unit: 'ms', ...measured },
  };
}

async function tornRows(dir: string): Promise<Row[]> {
  mkdirSync(dir);
  const { take } = await swappingNode(dir);
  await take(markedRelease(1));
  const { seen, rounds } = await during(readerOf(dir, READS), (round) => take(markedRelease(round + 2)));
  if (seen.releases < LEAST_SEEN) throw new Error(`the reader saw ${seen.releases} releases only`);
  const of = `${FILES.length} files of 64 kB, by another process`;
  return [
    {
      ...{ scenario: 'node', what: `torn reads of ${seen.reads.toLocaleString('en-GB')}: ${of}`, value: seen.torn },
      ...{ unit: 'reads', target: { is: 'at most', value: 0 } },
    },
    { scenario: 'node', what: 'releases swapped meanwhile', value: rounds, unit: 'swaps' },
  ];
}

/** The same reader beside a writer that overwrites: it must see what is torn, or its silence means nothing. */
async function controlRow(dir: string): Promise<Row> {
  mkdirSync(join(dir, 'files'), { recursive: true });
  symlinkSync('files', join(dir, 'current'));
  const overwrite = (mark: number): void => {
    for (const name of FILES) writeFileSync(join(dir, 'files', name), markedContent(name, mark));
  };
  overwrite(1);
  const { seen } = await during(readerOf(dir, CONTROL_READS), async (round) => {
    overwrite(round + 2);
    await turn();
  });
  return {
    ...{ scenario: 'node', what: `control: torn reads of ${seen.reads.toLocaleString('en-GB')}, files overwritten` },
    ...{ value: seen.torn, unit: 'reads', target: { is: 'at least', value: 1 } },
  };
}

const readerOf = (dir: string, reads: number): Promise<Seen> =>
  runProgram<Seen>('bench/node/reader.ts', [dir, String(reads)]);

/** Goes on with `work` until the reader has read enough. */
async function during(reader: Promise<Seen>, work: (round: number) => Promise<unknown>) {
  let reading = true;
  const ended = reader.finally(() => {
    reading = false;
  });
  let rounds = 0;
  while (reading) await work(rounds++);
  return { seen: await ended, rounds };
}
