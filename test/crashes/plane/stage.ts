import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeploymentResponse, StartDeploymentResponse } from '../../../schemas/deployment.ts';
import type { StrategyInput } from '../../../schemas/strategy.ts';
import { type Fleet, startFleet } from '../../support/fleet.ts';
import { until } from '../../support/until.ts';
import { goodly, steadyAsk } from '../support/steady-ask.ts';
import { type Supervised, supervised } from '../support/supervised.ts';
import { ORDERS_FOLDER, ordersIn } from './orders.ts';

/** A cluster of real agents, one config, people who do not give up, and a control plane that dies where it is told to. */
export interface Stage {
  readonly plane: Supervised;
  readonly orders: ReturnType<typeof ordersIn>;
  readonly fleet: Fleet;
  readonly otto: <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;
  /** Publishes the next version and deploys it. @returns the deployment's id */
  deploy(strategy: StrategyInput, more?: { readonly errorShare?: number }): Promise<string>;
  /** What the version published last says. */
  said(): string;
  deployment(id: string): Promise<DeploymentResponse>;
  reaches(id: string, done: (seen: DeploymentResponse) => boolean): Promise<DeploymentResponse>;
  close(): Promise<void>;
}

export const CLUSTER = 'fees.development';
const NODES = 3;
/** A busy machine takes long over a hundred restarts; what never comes is given up all the same. */
const PATIENCE_SECONDS = 240;
const ADDRESS = 'http://127.0.0.1:9';
const QUICK = {
  PLUMB_IDLE_CHECK_IN_SECONDS: '0.1',
  PLUMB_ACTIVE_CHECK_IN_SECONDS: '0.1',
  PLUMB_CHECKPOINT_SECONDS: '1',
};

export async function openStage(): Promise<Stage> {
  const plane = supervised((folder) => {
    const orders = join(folder, 'orders');
    mkdirSync(orders);
    return { ...QUICK, [ORDERS_FOLDER]: orders, NODE_OPTIONS: '--import=./test/crashes/plane/crash-hook.ts' };
  });
  const orders = ordersIn(join(plane.folder, 'orders'));
  const otto = goodly(steadyAsk(plane, 'Operator', 'otto'));
  const dora = goodly(steadyAsk(plane, 'Developer', 'dora'));
  await dora('POST', '/configs', { name: CLUSTER });
  const { token } = await otto<{ token: string }>('POST', '/enrolment-tokens', { cluster: CLUSTER, uses: NODES });
  const fleet = await startFleet({
    url: ADDRESS,
    origin: async () => (await plane.up()).url,
    token,
    count: NODES,
    config: CLUSTER,
  });
  let published = 0;
  let said = '';
  const deployment = (id: string) => otto<DeploymentResponse>('GET', `/deployments/${id}`);
  return {
    plane,
    orders,
    fleet,
    otto,
    said: () => said,
    async deploy(strategy, more = {}) {
      const version = `1.0.${++published}`;
      const content = { ...more, say: published };
      said = JSON.stringify(content);
      await dora('POST', `/configs/${CLUSTER}/versions`, { version, content });
      const request = { configName: CLUSTER, configVersion: version, strategy };
      return (await otto<StartDeploymentResponse>('POST', '/deployments', request)).id;
    },
    deployment,
    reaches: (id, done) => until(() => deployment(id), done, PATIENCE_SECONDS),
    async close() {
      await fleet.stop();
      await plane.stop().finally(plane.remove);
    },
  };
}
