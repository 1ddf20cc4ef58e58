import { memoryPulses } from '../../test/support/memory-pulses.ts';
import { begun, rolloutWorld } from '../../test/support/rollout-world.ts';

/*
 * A fleet of any size through one canary on virtual time: the real use cases, steps and state machine, and nodes as far
 * as a deployment sees them. `node bench/simulator/one-canary.ts NODES`; one line of JSON says what it took.
 */
export interface Simulated {
  readonly wallSeconds: number;
  readonly virtualSeconds: number;
  /** The most this process ever held, mebibytes. */
  readonly peakMiB: number;
  readonly phases: number;
}

/** A node without news speaks this seldom, and is not yet missed (seconds). */
const QUIET_SECONDS = 100;
const LONGEST_SECONDS = 4000;

const nodes = Number(process.argv[2]);
const began = performance.now();
const world = await rolloutWorld(nodes, QUIET_SECONDS, { pulses: memoryPulses() });
await world.seconds(1);
const completed = async (id: string): Promise<number> =>
  world.until(async () => (await world.status(id)) === 'completed', LONGEST_SECONDS);
await completed(await begun(world, '1.0.0', { strategy: 'Direct' }));
const id = await begun(world, '1.1.0', { strategy: 'Canary', canaryPercentage: 10, phaseInterval: 'PT30S' });
const virtualSeconds = await completed(id);
const running = world.fleet.running();
if (running[2] !== nodes || world.faults.length > 0)
  throw new Error(`not all run it: ${JSON.stringify(running)}; ${world.faults.join()}`);
const { plan } = await world.deployment(id);
const result: Simulated = {
  wallSeconds: (performance.now() - began) / 1000,
  virtualSeconds,
  peakMiB: process.resourceUsage().maxRSS / 1024,
  phases: plan?.phaseCount ?? 0,
};
world.close();
console.log(JSON.stringify(result));
