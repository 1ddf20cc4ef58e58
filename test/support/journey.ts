import type { CohesionResponse } from '../../schemas/cluster.ts';
import type { DeploymentResponse, StartDeploymentResponse } from '../../schemas/deployment.ts';
import type { Role } from '../../schemas/principal.ts';
import type { SnapshotSummary } from '../../schemas/snapshot.ts';
import type { StrategyInput } from '../../schemas/strategy.ts';
import { type Fleet, type FleetOptions, startFleet } from './fleet.ts';
import { type Ask, askPlane, type Plane } from './plane.ts';
import { until } from './until.ts';

/** People and their tools around one control plane. */
export interface Journey {
  readonly plane: () => Plane;
  readonly dora: Ask;
  readonly otto: Ask;
  readonly ada: Ask;
  /** A name of this journey's own: `fees.production`, or `fees-k3x.production` where others were before. */
  named(name: string): string;
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
  /** Ends all fleets; the control plane goes on. */
  rest(): Promise<void>;
}

export const DIRECT: StrategyInput = { strategy: 'Direct' };
const OVER = new Set(['completed', 'rolled_back', 'stopped', 'halted']);
export const over = ({ status }: Pick<DeploymentResponse, 'status'>): boolean => OVER.has(status);

/** Where nodes think the control plane is: it may come back under another port. */
const ADDRESS = 'http://127.0.0.1:9';

/** @param plane asked when something is done, not before: it may be opened later */
export function journeyOn(plane: () => Plane): Journey {
  const asking = (role: Role, subject: string): Ask => {
    let token: Promise<string> | undefined;
    return async (method, path, body) => {
      token ??= plane().token(role, subject);
      return askPlane(plane().url, await token, method, path, body);
    };
  };
  const [dora, otto, ada] = [asking('Developer', 'dora'), asking('Operator', 'otto'), asking('Admin', 'ada')];
  const fleets: Fleet[] = [];
  const deployment = (id: string) => otto<DeploymentResponse>('GET', `/deployments/${id}`);
  const cohesion = (cluster: string) => otto<CohesionResponse>('GET', `/clusters/${cluster}/cohesion`);
  const made = new Set<string>();
  const start = async (options: Omit<FleetOptions, 'url' | 'origin'>): Promise<Fleet> => {
    const fleet = await startFleet({ url: ADDRESS, origin: () => plane().url, ...options });
    fleets.push(fleet);
    return fleet;
  };
  const rest = async (): Promise<void> => {
    await Promise.all(fleets.splice(0).map((fleet) => fleet.stop()));
  };
  return {
    plane,
    dora,
    otto,
    ada,
    named: (name) => name.replace(/(?=\.|$)/, plane().mark && `-${plane().mark}`),
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
    rest,
  };
}
