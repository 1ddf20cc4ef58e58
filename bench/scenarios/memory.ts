import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load, LoadResult } from '../load/generate.ts';
import { checkingFleet } from '../support/checking-fleet.ts';
import { memoryMiBOf, runProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { served } from '../support/served.ts';
import { size } from '../support/size.ts';

const NODES = size(10_000, 20);
/** Nodes of one token enrol one after the other: many clusters are there sooner. */
const CLUSTERS = Array.from({ length: 10 }, (_, index) => `large-${index}.production`);
const CONNECTIONS = size(1000, 10);
const SECONDS = size(25, 1);

/** What the control plane holds in memory: newly started, and with a large fleet that has enrolled and checks in. */
export const memory: Scenario = {
  name: 'memory',
  async run(say) {
    const plane = await served();
    const now = (): number => memoryMiBOf(plane.program.child.pid);
    const row = (what: string, value: number, unit = 'MiB'): Row => ({ scenario: 'memory', what, value, unit });
    try {
      const started = now();
      say(`${NODES} nodes enrol`);
      const each = NODES / CLUSTERS.length;
      const fleets = await Promise.all(CLUSTERS.map((cluster) => checkingFleet(plane, cluster, each)));
      const fleet = join(plane.folder, 'fleet.json');
      writeFileSync(fleet, JSON.stringify(fleets.flatMap(({ nodes }) => nodes)));
      const enrolled = now();
      say('they check in');
      const load: Load = {
        ...{ port: plane.port, connections: CONNECTIONS, seconds: SECONDS, warmUpSeconds: 1 },
        ...{ fleet, changed: true, firstSequence: 0 },
      };
      const done = await runProgram<LoadResult>('bench/load/generate.ts', [JSON.stringify(load)]);
      // They come in turn, so fewer would leave out some.
      if (done.errors > 0 || done.requests < NODES)
        throw new Error(`${done.requests} check-ins, ${done.errors} refused`);
      return [
        row('newly started', started),
        row(`${NODES.toLocaleString('en-GB')} nodes have enrolled`, enrolled),
        row(`and check in, ${CONNECTIONS} connections`, now()),
      ];
    } finally {
      await plane.close();
    }
  },
};
