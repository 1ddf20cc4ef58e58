import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CohesionResponse } from '../../schemas/cluster.ts';
import type { DeploymentResponse, StartDeploymentResponse } from '../../schemas/deployment.ts';
import type { SnapshotSummary } from '../../schemas/snapshot.ts';
import type { StrategyInput } from '../../schemas/strategy.ts';
import { type Fleet, type FleetOptions, startFleet } from './fleet.ts';
import { type EmbeddedServer, openEmbeddedServer } from './open-server.ts';
import { until } from './until.ts';

/** Everything as fast as settings allow; durations of strategies stay what people write. */
export const QUICK = { PLUMB_IDLE_CHECK_IN_SECONDS: '0.1', PLUMB_ACTIVE_CHECK_IN_SECONDS: '0.1' };

type Ask = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;

/** People and their tools around one control plane. */
export interface Journey {
  readonly server: () => EmbeddedServer;
  readonly dataDir: string;
  /** Stops the control plane and starts it again, under another port; nodes find it. */
  restart(meanwhile?: () => void): Promise<void>;
  readonly dora: Ask;
  readonly otto: Ask;
  /** Publishes one version and makes it a snapshot that may be released; the config is made when it is not there. */
  bundle(config: string, version: string, content: unknown): Promise<SnapshotSummary>;
  deploy(snapshot: string, strategy: StrategyInput, more?: object): Promise<string>;
  deployment(id: string): Promise<DeploymentResponse>;
  /** Waits until a deployment is what is asked for. */
  reaches(id: string, done: (seen: DeploymentResponse) => boolean): Promise<DeploymentResponse>;
  cohesion(cluster: string): Promise<CohesionResponse>;
  /** Nodes of one cluster, enrolled and heard of. */
  enrol(
    cluster: string,
    count: number,
    more?: Partial<Pick<FleetOptions, 'config' | 'swap'>> & { readonly labels?: object },
  ): Promise<Fleet>;
  /** One new machine with a token of its own, heard of or not. */
  join(cluster: string, token: string): Promise<Fleet>;
  /** Fleets first, then the control plane, then its folder. */
  close(): Promise<void>;
}

export const DIRECT: StrategyInput = { strategy: 'Direct' };
const OVER = new Set(['completed', 'rolled_back', 'stopped', 'halted']);
export const over = ({ status }: Pick<DeploymentResponse, 'status'>): boolean => OVER.has(status);

export async function openJourney(
  settings: { readonly [name: string]: string } = QUICK,
  open: typeof openEmbeddedServer = openEmbeddedServer,
): Promise<Journey> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-journey-'));
  const dataDir = join(folder, 'data');
  let server = await open(dataDir, settings);
  const journey = await people(() => server);
  return {
    ...journey,
    dataDir,
    restart: async (meanwhile) => {
      await server.stop();
      meanwhile?.();
      server = await open(dataDir, settings);
    },
    close: async () => {
      await journey.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where nodes think the control plane is: it may come back under another port. */
const ADDRESS = 'http://127.0.0.1:9';

async function people(server: () => EmbeddedServer): Promise<Omit<Journey, 'restart' | 'dataDir'>> {
  const asking = async (role: 'Developer' | 'Operator', subject: string): Promise<Ask> => {
    const token = await server().token(role, subject);
    return (method, path, body) => server().ask(token, method, path, body);
  };
  const [dora, otto] = await Promise.all([asking('Developer', 'dora'), asking('Operator', 'otto')]);
  const fleets: Fleet[] = [];
  const deployment = (id: string) => otto<DeploymentResponse>('GET', `/deployments/${id}`);
  const cohesion = (cluster: string) => otto<CohesionResponse>('GET', `/clusters/${cluster}/cohesion`);
  const made = new Set<string>();
  const start = async (options: Omit<FleetOptions, 'url' | 'origin'>): Promise<Fleet> => {
    const fleet = await startFleet({ url: ADDRESS, origin: () => server().url, ...options });
    fleets.push(fleet);
    return fleet;
  };
  return {
    server,
    dora,
    otto,
    deployment,
    cohesion,
    async bundle(config, version, content) {
      if (!made.has(config)) await dora('POST', '/configs', { name: config });
      made.add(config);
      await dora('POST', `/configs/${config}/versions`, { version, content });
      const name = `${config}-${version}`;
      const request = { name, configs: { [config]: version }, clusters: [config], summary: `Moves to ${version}` };
      const { revision } = await dora<SnapshotSummary>('POST', '/snapshots', request);
      await dora('POST', `/snapshots/${name}/validate`, { revision });
      return otto<SnapshotSummary>('POST', `/snapshots/${name}/approve`, { revision });
    },
    deploy: async (snapshot, strategy, more = {}) =>
      (await otto<StartDeploymentResponse>('POST', '/deployments', { snapshot, strategy, ...more })).id,
    reaches: (id, done) => until(() => deployment(id), done),
    async enrol(cluster, count, { labels = {}, ...more } = {}) {
      const { nodes: before } = await cohesion(cluster).catch(() => ({ nodes: 0 }));
      const request = { cluster, uses: count, labels };
      const { token } = await otto<{ token: string }>('POST', '/enrolment-tokens', request);
      const fleet = await start({ token, count, config: cluster, ...more });
      await until(
        () => cohesion(cluster),
        ({ nodes }) => nodes === before + count,
      );
      return fleet;
    },
    join: (cluster, token) => start({ token, count: 1, config: cluster }),
    close: async () => void (await Promise.all(fleets.map((fleet) => fleet.stop()))),
  };
}
