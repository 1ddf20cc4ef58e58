import { setTimeout as pause } from 'node:timers/promises';
import type { Load, LoadResult } from '../load/generate.ts';
import { type HotRequest, hotRoutes } from '../routes/hot-routes.ts';
import { LARGE, populate } from '../routes/populate.ts';
import { percentiles } from '../support/percentiles.ts';
import { runProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { served } from '../support/served.ts';
import { size } from '../support/size.ts';

const CHECK_INS_PER_SECOND = size(1000, 20);
const WARM_UP_SECONDS = size(3, 0.3);
const SECONDS = size(45, 3);

/** The hottest routes by turns, one request at a time, while a large control plane is busy with its fleets. */
export const routes: Scenario = {
  name: 'routes',
  async run(say) {
    const plane = await served();
    try {
      const populated = await populate(plane, say);
      const load: Load = {
        ...{ port: plane.port, connections: 100, seconds: SECONDS, warmUpSeconds: WARM_UP_SECONDS },
        ...{ rate: CHECK_INS_PER_SECOND, fleet: populated.fleet, changed: true, firstSequence: 0 },
      };
      say(`${SECONDS} s of requests, with ${CHECK_INS_PER_SECOND} check-ins a second`);
      const background = runProgram<LoadResult>('bench/load/generate.ts', [JSON.stringify(load)]);
      await pause(WARM_UP_SECONDS * 1000);
      const ada = await plane.server.token('Admin', 'ada');
      const times = await byTurns(hotRoutes(populated), (request) => timeOf(plane.server.url, ada, request));
      const checkIns = await background;
      if (checkIns.errors > 0) throw new Error(`${checkIns.errors} check-ins were refused`);
      const what = `POST /nodes/{id}/check-in, ${LARGE.deployments * LARGE.nodesEach} nodes`;
      return [
        ...[...times].map(([route, each]) => rowOf(route, each)),
        {
          ...row(what, checkIns),
          value: checkIns.perSecond,
          unit: '/s',
          target: { is: 'at least', value: CHECK_INS_PER_SECOND * 0.98 },
        },
      ];
    } finally {
      await plane.close();
    }
  },
};

type Percentiles = ReturnType<typeof percentiles>;
const row = (what: string, { p50, p95, p99 }: Percentiles): Omit<Row, 'value' | 'unit'> => ({
  scenario: 'routes',
  what,
  ...{ p50, p95, p99 },
});
function rowOf(route: string, times: readonly number[]): Row {
  const measured = percentiles(times);
  return { ...row(route, measured), value: measured.p50, unit: 'ms' };
}

async function byTurns(
  all: ReturnType<typeof hotRoutes>,
  ask: (request: HotRequest) => Promise<number>,
): Promise<Map<string, number[]>> {
  const times = new Map(Object.keys(all).map((route) => [route, [] as number[]]));
  const until = performance.now() + (SECONDS - 1) * 1000;
  for (let n = 1; performance.now() < until; n++)
    for (const [route, requestOf] of shuffled(Object.entries(all))) times.get(route)?.push(await ask(requestOf(n)));
  return times;
}

/** In another order each time: a request may bear what the one before it left behind. */
function shuffled<T>(all: readonly T[]): T[] {
  const drawn = all.map((each) => [Math.random(), each] as const);
  return drawn.toSorted(([a], [b]) => a - b).map(([, each]) => each);
}

/** @returns milliseconds until the answer was read */
async function timeOf(url: string, token: string, { method, path, body }: HotRequest): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const began = performance.now();
  const response = await fetch(`${url}/api/v1${path}`, {
    ...{ method, headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
  return performance.now() - began;
}
