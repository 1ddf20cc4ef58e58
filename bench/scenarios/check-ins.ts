import { join } from 'node:path';
import type { Load, LoadResult } from '../load/generate.ts';
import { checkingFleet } from '../support/checking-fleet.ts';
import { cpuMsOf, type Program, runProgram, startProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { type Served, served } from '../support/served.ts';
import { size } from '../support/size.ts';

const NODES = size(1000, 20);
const CLUSTER = 'checking.production';
const SECONDS = size(4, 0.3);
const CONNECTIONS = [1, 100, size(1000, 101)];
/** Longest that one in a hundred may take. */
const P99_MS = 20;

type Ask = Pick<Load, 'connections' | 'changed'> & Partial<Load>;
interface Side {
  readonly name: string;
  readonly program: Program;
  load(ask: Ask): Promise<LoadResult & { readonly cpuMs: number }>;
}

/**
 * Check-ins with a sample nobody has seen, each answered after its FULL commit, against a bare Node server that does
 * as little as can be with the same durability: same client, same bytes sent, same connections, in the same run.
 */
export const checkIns: Scenario = {
  name: 'check-ins',
  async run(say) {
    const plane = await served();
    const fleet = await checkingFleet(plane, CLUSTER, NODES);
    const bare = async (how: 'single' | 'group'): Promise<Program> =>
      startProgram('bench/bare/check-ins.ts', [join(plane.folder, `${how}.sqlite`), how]);
    const [single, group] = [await bare('single'), await bare('group')];
    const sides = [
      sideOf('bare server, one commit a request', single, Number(single.said['port']), fleet.file),
      sideOf('bare server, group commit', group, Number(group.said['port']), fleet.file),
      sideOf('Plumbline', plane.program, plane.port, fleet.file),
    ] as const;
    try {
      const ours = sides[2];
      say('idle check-ins');
      await ours.load({ connections: 100, changed: false }); // a program that has just started is still being compiled
      const idle = [rowOf('Plumbline, idle', 100, await ours.load({ connections: 100, changed: false }))];
      await startWithoutEnd(plane);
      const rows: Row[] = [];
      const fastest = new Map<Side, number>();
      for (const connections of CONNECTIONS)
        for (const side of sides) {
          say(`${side.name}, ${connections} connections`);
          const result = await side.load({ connections, changed: true });
          if (connections === 100) fastest.set(side, result.perSecond);
          rows.push(rowOf(side.name, connections, result));
        }
      const bounded = sides.slice(1).map((side) => highestRate(side, fastest.get(side) ?? 0));
      for (let step = 1; bounded.some(({ done }) => !done()); step++)
        for (const search of bounded) {
          say(`${search.side.name}, at p99 ≤ ${P99_MS} ms, step ${step}`);
          await search.halve();
        }
      for (const { side, best } of bounded) rows.push(rowOf(`${side.name}, p99 ≤ ${P99_MS} ms`, 100, best()));
      const [theirs = 1, own = 0] = bounded.map(({ best }) => best().perSecond);
      const share: Row = {
        scenario: 'check-ins',
        what: `share of the bare server's rate with group commit, at p99 ≤ ${P99_MS} ms`,
        value: (own / theirs) * 100,
        unit: '%',
        target: { is: 'at least', value: 60 },
      };
      return [...rows, ...idle, share];
    } finally {
      await Promise.all([single.end('SIGKILL'), group.end('SIGKILL')]);
      await plane.close();
    }
  },
};

function sideOf(name: string, program: Program, port: number, fleet: string): Side {
  let firstSequence = 0;
  return {
    name,
    program,
    async load(ask) {
      const load: Load = { port, seconds: SECONDS, warmUpSeconds: size(1, 0.2), fleet, firstSequence, ...ask };
      const before = cpuMsOf(program.child.pid);
      const result = await runProgram<LoadResult>('bench/load/generate.ts', [JSON.stringify(load)]);
      firstSequence = result.lastSequence + 1;
      if (result.errors > 0) throw new Error(`${name}: ${result.errors} of ${result.requests} were refused`);
      // The warm-up is worked for as well.
      const requests = result.requests * (1 + load.warmUpSeconds / load.seconds);
      return { ...result, cpuMs: (cpuMsOf(program.child.pid) - before) / requests };
    },
  };
}

interface Search {
  readonly side: Side;
  done(): boolean;
  /** Tries the rate in the middle of what is still open; once done, nothing. */
  halve(): Promise<void>;
  /** The fastest load that kept to the bound. */
  best(): Awaited<ReturnType<Side['load']>>;
}

/**
 * Halves the range of offered rates until it is known well enough at which one the tail stays short. Sides take turns,
 * and a rate that failed is tried twice more: what else the machine and its host do stalls one second and not the next.
 */
function highestRate(side: Side, fastest: number): Search {
  let [low, high, rate] = [0, fastest * 1.05, fastest * 0.95];
  let best: ReturnType<Search['best']> = NEVER;
  const kept = async (): Promise<boolean> => {
    const result = await side.load({ connections: 100, changed: true, rate });
    const isKept = result.p99 <= P99_MS && result.perSecond >= rate * 0.97;
    if (isKept) best = result;
    return isKept;
  };
  const done = (): boolean => high - low <= fastest * size(0.05, 0.6);
  return {
    side,
    done,
    best: () => best,
    async halve() {
      if (done()) return;
      if ((await kept()) || (await kept()) || (await kept())) low = rate;
      else high = rate;
      rate = (low + high) / 2;
    },
  };
}

/** A machine that does other things as well may never keep to the bound: then the rate is none, and the table says so. */
const NEVER = {
  ...{ requests: 0, errors: 0, perSecond: 0, p50: Number.NaN, p95: Number.NaN, p99: Number.NaN },
  ...{ bytes: Number.NaN, lastSequence: 0, cpuMs: Number.NaN },
};

const rowOf = (who: string, connections: number, result: LoadResult & { readonly cpuMs: number }): Row => ({
  scenario: 'check-ins',
  what: `${who}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`,
  value: result.perSecond,
  unit: '/s',
  p50: result.p50,
  p95: result.p95,
  p99: result.p99,
  cpuMs: result.cpuMs,
  bytes: result.bytes,
});

/** A deployment that waits for proofs which never come: while it runs, every new sample is stored at once. */
async function startWithoutEnd({ server }: Served): Promise<void> {
  const [dora, otto] = [await server.token('Developer', 'dora'), await server.token('Operator', 'otto')];
  await server.ask(dora, 'POST', '/configs', { name: CLUSTER });
  await server.ask(dora, 'POST', `/configs/${CLUSTER}/versions`, { version: '1.0.0', content: { say: 'one' } });
  const snapshot = { name: 'endless', configs: { [CLUSTER]: '1.0.0' }, clusters: [CLUSTER], summary: 'waits' };
  const { revision } = await server.ask<{ revision: number }>(dora, 'POST', '/snapshots', snapshot);
  await server.ask(dora, 'POST', '/snapshots/endless/validate', { revision });
  await server.ask(otto, 'POST', '/snapshots/endless/approve', { revision });
  const strategy = { strategy: 'BlueGreen', verificationPeriod: 'PT1H', keepBlueDuration: 'PT1H' };
  await server.ask(otto, 'POST', '/deployments', { snapshot: 'endless', strategy });
}
