import { type FleetNode, startFleet } from '../../test/support/fleet.ts';

/*
 * Many real agents in a process of their own, so that whoever measures is not kept waiting by them:
 * `node bench/fleet/agents.ts JSON`. A line of JSON once the last of them is enrolled; they go on until the process ends.
 */
export interface Agents {
  readonly url: string;
  readonly token: string;
  readonly config: string;
  readonly count: number;
  /** So many enrol beside each other. */
  readonly atOnce: number;
}

const { url, token, config, count, atOnce } = JSON.parse(process.argv[2] ?? '') as Agents;
const nodes: FleetNode[] = [];
const began = Date.now();
while (nodes.length < count) {
  const fleet = await startFleet({
    ...{ url, origin: () => url, token, config },
    count: Math.min(atOnce, count - nodes.length),
  });
  for (const node of fleet.nodes) while (!node.agent.settled()) await new Promise((resolve) => setTimeout(resolve, 20));
  nodes.push(...fleet.nodes);
}
console.log(JSON.stringify({ seconds: (Date.now() - began) / 1000 }));
