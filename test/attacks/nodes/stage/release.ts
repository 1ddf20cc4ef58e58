import { CONFIG } from '../../../../core/config/evolve.ts';
import { StartDeploymentRequest } from '../../../../schemas/deployment.ts';
import type { StrategyInput } from '../../../../schemas/strategy.ts';
import type { Json } from '../../../../schemas/words.ts';
import { startDeployment } from '../../../../usecases/deployment/start-deployment.ts';
import { loadState } from '../../../../usecases/load-state.ts';
import type { World } from '../../../../usecases/ports.ts';
import { callAs } from '../../../support/call.ts';
import { config, good, snapshot, version } from '../../../support/content.ts';

/** Two configs, so that a release can be mixed or come in part; the contents of one length, so that size tells nothing. */
export const CONFIGS = ['bins.development', 'fees.development'] as const;

/** What each config says in a version. */
export const contentOf = (config: string, semver: string): Json => ({ rate: semver, service: config });

/** What a reader sees of a release, as text. */
export const shown = (semver: string): { readonly [config: string]: string } =>
  Object.fromEntries(CONFIGS.map((name) => [name, `{"rate":"${semver}","service":"${name}"}`]));

export interface Order {
  readonly semver: string;
  readonly cluster: string;
  readonly at: string;
  readonly strategy: StrategyInput;
  readonly selector?: StartDeploymentRequest['selector'];
}

/** Publishes both configs, makes a snapshot of them and starts deploying it, as people do. */
export async function releaseOf(world: World, { semver, cluster, at, strategy, selector }: Order): Promise<string> {
  for (const name of CONFIGS) {
    if (!(await loadState(world, CONFIG, name)).state.profile) good(await config(world, name));
    good(await version(world, name, semver, contentOf(name, semver)));
  }
  const name = `rates-${semver}`;
  await snapshot(world, name, Object.fromEntries(CONFIGS.map((each) => [each, semver])), { clusters: [cluster] });
  const body = StartDeploymentRequest.parse({ snapshot: name, strategy, ...(selector ? { selector } : {}) });
  return good(await startDeployment(world, { params: {}, query: {}, body }, callAs('Operator', { at }))).id;
}
