import { expect } from 'vitest';
import { CLUSTER_NAME, CONFIGS } from '../../sim/cast.ts';
import type { Stage } from './stage.ts';

/** Two configs that people change together. */
export async function createConfigs({ ask }: Stage): Promise<void> {
  for (const name of CONFIGS)
    expect(await ask('Developer/dora', 'POST /configs', { name })).toMatchObject({ status: 201 });
}

/** Publishes the next version of both and starts a deployment. @returns its id */
export async function release({ ask }: Stage, minor: number): Promise<string> {
  const version = `1.${minor}.0`;
  const content = { defect: 'none', minor };
  for (const name of CONFIGS)
    expect(await ask('Developer/dora', `POST /configs/${name}/versions`, { version, content })).toMatchObject({
      status: 201,
    });
  const snapshot = `snapshot-${minor}`;
  const configs = Object.fromEntries(CONFIGS.map((name) => [name, version]));
  const made = { name: snapshot, configs, clusters: [CLUSTER_NAME], summary: 'a change', risk: 'Low' };
  const bundled = await ask('Developer/dora', 'POST /snapshots', made);
  const revision = bundled?.body['revision'];
  await ask('Developer/dora', `POST /snapshots/${snapshot}/validate`, { revision });
  // An agent that is killed in its switch counts as one that could not switch: judged by health, that goes back.
  const strategy = {
    strategy: 'Rolling',
    batchSize: 1,
    batchInterval: 'PT5M',
    nodeDeadline: 'PT20M',
    stopOnFailure: false,
    healthCheckEnabled: false,
    autoPromote: true,
  };
  const started = await ask('Operator/otto', 'POST /deployments', { snapshot, revision, strategy });
  expect(started).toMatchObject({ status: 202 });
  return String(started?.body['id']);
}

/** Every node shows what was released, and the deployment says so. */
export async function arrived({ ask, fleet, during }: Stage, id: string, minor: number): Promise<void> {
  expect(await during(ask('Operator/otto', `GET /deployments/${id}`))).toMatchObject({ body: { status: 'completed' } });
  for (const { files } of fleet.machines)
    for (const name of CONFIGS) {
      const bytes = await files.read(`current/${name}`);
      expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ minor });
    }
}
