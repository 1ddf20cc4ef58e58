import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckingNode } from '../load/generate.ts';
import { checkingFleet } from '../support/checking-fleet.ts';
import type { Served } from '../support/served.ts';
import { size } from '../support/size.ts';

export const LARGE = { configs: size(10_000, 30), deployments: size(100, 3), nodesEach: size(10, 2) } as const;
const AT_ONCE = 32;

/** A control plane that many people work with: what is there, by name, and a file for a load generator. */
export interface Populated {
  readonly configs: readonly string[];
  /** Config, cluster and snapshot are of one name. */
  readonly running: readonly { readonly name: string; readonly deployment: string }[];
  readonly nodes: readonly CheckingNode[];
  readonly fleet: string;
}

/** By the API, as people would; the deployments wait for proofs that never come. */
export async function populate(plane: Served, say: (words: string) => void): Promise<Populated> {
  const dora = await plane.server.token('Developer', 'dora');
  const idle = Array.from({ length: LARGE.configs - LARGE.deployments }, (_, index) => `service-${index}.production`);
  const lines = Array.from({ length: LARGE.deployments }, (_, index) => `line-${index}.production`);
  const configs = [...idle, ...lines];
  say(`${configs.length} configs`);
  await inTurns(configs, (name) => plane.server.ask(dora, 'POST', '/configs', { name }));
  say(`${lines.length} deployments on ${LARGE.nodesEach} nodes each`);
  const running: { name: string; deployment: string; nodes: CheckingNode[] }[] = [];
  await inTurns(lines, async (name) => {
    const { nodes } = await checkingFleet(plane, name, LARGE.nodesEach);
    running.push({ name, deployment: await deployed(plane, name), nodes });
  });
  const nodes = running.flatMap((each) => each.nodes);
  const fleet = join(plane.folder, 'fleet.json');
  writeFileSync(fleet, JSON.stringify(nodes));
  return { configs, running, nodes, fleet };
}

/** So many at once, from the front. */
async function inTurns<T>(all: readonly T[], work: (each: T) => Promise<unknown>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const each of left) await work(each);
    }),
  );
}

async function deployed({ server }: Served, name: string): Promise<string> {
  const [dora, otto] = [await server.token('Developer', 'dora'), await server.token('Operator', 'otto')];
  await server.ask(dora, 'POST', `/configs/${name}/versions`, { version: '1.0.0', content: { say: name } });
  const snapshot = { name, configs: { [name]: '1.0.0' }, clusters: [name], summary: 'waits' };
  const { revision } = await server.ask<{ revision: number }>(dora, 'POST', '/snapshots', snapshot);
  await server.ask(dora, 'POST', `/snapshots/${name}/validate`, { revision });
  await server.ask(otto, 'POST', `/snapshots/${name}/approve`, { revision });
  const strategy = { strategy: 'BlueGreen', verificationPeriod: 'PT1H', keepBlueDuration: 'PT1H' };
  return (await server.ask<{ id: string }>(otto, 'POST', '/deployments', { snapshot: name, strategy })).id;
}
