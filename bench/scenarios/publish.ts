import { join } from 'node:path';
import { NUMBERS, RATES_SCHEMA, rates, type Shape, TEXTS } from '../publish/rates.ts';
import { publishSteps } from '../publish/steps.ts';
import { percentiles } from '../support/percentiles.ts';
import { type Program, startProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { type Served, served } from '../support/served.ts';
import { size } from '../support/size.ts';

const RUNS = size(60, 2);
/** Unmeasured, so that both sides are compiled and warm. */
const WARM_UP = size(10, 1);
const NAME = 'rates.production';

/** A version of 1 MB over HTTP, one after the other, by turns to us and to a pipeline of parts off the shelf. */
export const publish: Scenario = {
  name: 'publish',
  async run(say) {
    const plane = await served();
    const shelf = await startProgram('bench/bare/publish.ts', [join(plane.folder, 'shelf.sqlite')]);
    try {
      const token = await prepared(plane);
      const publishing: Publishing = { plane, shelf, token, say };
      const texts = await bySides(publishing, TEXTS, '1.0');
      const numbers = await bySides(publishing, NUMBERS, '1.1');
      say('an older version beside the newest');
      const diffs = await diffTimes(plane, token);
      say('step by step');
      const steps = await publishSteps(plane.folder, RUNS);
      return [
        { ...rowOf('Plumbline, 1 MB', texts.ours), target: { is: 'at most', value: 40 } },
        rowOf('parts off the shelf, 1 MB', texts.theirs),
        ratioOf(texts),
        rowOf('Plumbline, 1 MB of small objects', numbers.ours),
        rowOf('parts off the shelf, 1 MB of small objects', numbers.theirs),
        rowOf('diff of two stored versions of 1 MB', diffs),
        ...steps.map(([step, times]) => rowOf(`of it: ${step}`, times)),
      ];
    } finally {
      await end(plane, shelf);
    }
  },
};

interface Publishing {
  readonly plane: Served;
  readonly shelf: Program;
  readonly token: string;
  readonly say: (words: string) => void;
}
/** Milliseconds of each version. */
interface Times {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** By turns to both, so that whatever else the machine does meets them alike. */
async function bySides({ plane, shelf, token, say }: Publishing, shape: Shape, line: string): Promise<Times> {
  const bodies = Array.from({ length: WARM_UP + RUNS }, (_, run) => JSON.stringify(rates(run, shape)));
  say(`${bodies.length} versions of ${Buffer.byteLength(bodies[0] ?? '')} bytes in ${shape.rows} rows, on each side`);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (const [run, body] of bodies.entries()) {
    ours.push(await post(`${plane.server.url}/api/v1/configs/${NAME}/versions?version=${line}.${run}`, body, token));
    theirs.push(await post(`http://127.0.0.1:${shelf.said['port']}`, body, token));
  }
  return { ours: ours.slice(WARM_UP), theirs: theirs.slice(WARM_UP) };
}

const rowOf = (what: string, times: readonly number[]): Row => {
  const measured = percentiles(times);
  return { scenario: 'publish', what, value: measured.p50, unit: 'ms', ...measured };
};
const ratioOf = ({ ours, theirs }: Times): Row => ({
  scenario: 'publish',
  what: 'median of parts off the shelf for one of ours',
  value: percentiles(theirs).p50 / percentiles(ours).p50,
  unit: '×',
});

/** @returns a developer's token */
async function prepared({ server }: Served): Promise<string> {
  const dora = await server.token('Developer', 'dora');
  await server.ask(dora, 'POST', '/schemas', { name: 'rates', version: '1.0.0', schema: RATES_SCHEMA });
  await server.ask(dora, 'POST', '/configs', { name: NAME, schema: 'rates@1.0.0' });
  return dora;
}

/** @returns milliseconds until the answer was read */
async function post(url: string, body: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const began = performance.now();
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${answer}`);
  return performance.now() - began;
}

/** What the other pipeline does when it publishes, we do when somebody asks. */
async function diffTimes({ server }: Served, token: string): Promise<number[]> {
  const times: number[] = [];
  for (let run = WARM_UP; run < WARM_UP + RUNS; run++) {
    const began = performance.now();
    await server.ask(token, 'GET', `/configs/${NAME}/versions/1.0.${run - 1}/diff/1.0.${run}`);
    times.push(performance.now() - began);
  }
  return times;
}

async function end(plane: Served, shelf: Program): Promise<void> {
  await shelf.end('SIGKILL');
  await plane.close();
}
