import type { DeploymentResponse } from '../../../schemas/deployment.ts';
import type { Chance } from '../../sim/chance.ts';
import { over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';
import type { SteadyAsk } from '../support/steady-ask.ts';
import type { Notes } from './acknowledged.ts';

/** Goes on writing until told to end; fails with the first answer that is no good one. */
export type Writer = (ended: () => boolean) => Promise<void>;

export interface Office {
  readonly notes: Notes;
  readonly dora: SteadyAsk;
  readonly otto: SteadyAsk;
  readonly chance: Chance;
}

const PATIENCE_SECONDS = 240;

/** Publishes one version after the other, from a few bytes to some kilobytes. */
export const publisher =
  ({ notes, dora, chance }: Office, config: string): Writer =>
  async (ended) => {
    await notes.write(dora, '/configs', { name: config }, () => ({ path: `/configs/${config}`, fields: ['name'] }));
    for (let patch = 1; !ended(); patch++) {
      const content = { patch, filler: 'x'.repeat(chance.between(0, chance.happens(0.1) ? 200_000 : 2_000)) };
      await notes.write(dora, `/configs/${config}/versions`, { version: `1.0.${patch}`, content }, () => ({
        path: `/configs/${config}/versions/1.0.${patch}`,
        fields: ['version', 'sha256', 'sizeBytes'],
      }));
    }
  };

/** Makes snapshots of one version, has them approved, and hands out enrolment tokens. */
export const clerk =
  ({ notes, dora, otto }: Office, config: string, cluster: string): Writer =>
  async (ended) => {
    await notes.write(dora, '/configs', { name: config });
    await notes.write(dora, `/configs/${config}/versions`, { version: '1.0.1', content: {} });
    for (let made = 1; !ended(); made++) {
      const name = `of-${config}-${made}`;
      const request = { name, configs: { [config]: '1.0.1' }, clusters: [cluster], summary: 'again', risk: 'High' };
      const shown = () => ({ path: `/snapshots/${name}`, fields: ['name', 'digest'] });
      const { revision } = await notes.write(dora, '/snapshots', request, shown);
      await notes.write(dora, `/snapshots/${name}/validate`, { revision });
      await notes.write(otto, `/snapshots/${name}/approve`, { revision });
      await notes.write(otto, '/enrolment-tokens', { cluster, uses: made });
    }
  };

/** Deploys version after version to one cluster. @param deployed told what the last one that completed says */
export const deployer =
  ({ notes, dora, otto }: Office, cluster: string, deployed: (content: string) => void): Writer =>
  async (ended) => {
    await notes.write(dora, '/configs', { name: cluster });
    for (let patch = 1; !ended(); patch++) {
      const version = `1.0.${patch}`;
      await notes.write(dora, `/configs/${cluster}/versions`, { version, content: { patch } });
      const request = { configName: cluster, configVersion: version, strategy: { strategy: 'Direct' } };
      const { id } = await notes.write(otto, '/deployments', request, ({ id: made }) => ({
        path: `/deployments/${made}`,
        fields: ['id', 'cluster'],
      }));
      const { status } = await until(
        async () => (await otto<DeploymentResponse>({ method: 'GET', path: `/deployments/${id}` })).body,
        over,
        PATIENCE_SECONDS,
      );
      if (status !== 'completed') throw new Error(`a deployment ended as ${status}`);
      deployed(JSON.stringify({ patch }));
    }
  };
