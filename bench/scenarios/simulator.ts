import type { Simulated } from '../simulator/one-canary.ts';
import { runProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { size } from '../support/size.ts';

const NODES = size(100_000, 500);

/** How much fleet a developer's machine can play in a test. */
export const simulator: Scenario = {
  name: 'simulator',
  async run(say) {
    say(`${NODES} nodes through a canary`);
    const seen = await runProgram<Simulated>('bench/simulator/one-canary.ts', [String(NODES)]);
    const row = (what: string, value: number, unit: string): Row => ({ scenario: 'simulator', what, value, unit });
    const fleet = `${NODES.toLocaleString('en-GB')} nodes`;
    return [
      row(`${fleet}: a first release, then a canary of ${seen.phases} phases`, seen.wallSeconds, 's'),
      row('virtual time of the canary', seen.virtualSeconds, 's'),
      row('memory at most', seen.peakMiB, 'MiB'),
    ];
  },
};
