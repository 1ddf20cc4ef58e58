import type { Role } from '../../../../schemas/principal.ts';
import { good, newRevision, version } from '../../../support/content.ts';
import { begun, CLUSTER_NAME, CONFIG_NAME, rolloutWorld } from '../../../support/rollout-world.ts';
import { memoryApi } from '../api.ts';

export { CLUSTER_NAME, CONFIG_NAME };
export const why = { justification: 'card payments fail since 09:12' };
export const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1H' } as const;
/** What is Active on the cluster from the beginning, and stays so. */
export const ACTIVE = { version: '1.0.0', snapshot: 'rates-1.0.0' };

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A control plane with two nodes, and what changes to it need to be there. */
export async function openStage() {
  const world = await rolloutWorld(2);
  await world.seconds(1);
  const api = await memoryApi(undefined, world);
  let semver = 0;
  const next = (): string => `1.${semver++}.0`;

  const post = async (role: Role, path: string, body: object): Promise<void> => {
    const { status, body: answer } = await api.as(role)('POST', `/api/v1${path}`, { body });
    if (status >= 300) throw new Error(`${role} ${path}: ${status} ${JSON.stringify(answer)}`);
  };
  const ended = (id: string, status: string): Promise<number> =>
    world.until(async () => (await world.status(id)) === status, 30);
  /** A new version with a content of its own. */
  const published = async (): Promise<string> => {
    const each = next();
    good(await version(world.world, CONFIG_NAME, each, { rate: each }));
    return each;
  };
  /** A new snapshot that nobody has validated. */
  const written = async (): Promise<string> => {
    const each = await published();
    const name = `rates-${each}`;
    good(await newRevision(world.world, name, { [CONFIG_NAME]: each }, { clusters: [CLUSTER_NAME] }));
    return name;
  };
  const validated = async (): Promise<string> => {
    const name = await written();
    await post('Developer', `/snapshots/${name}/validate`, { revision: 1 });
    return name;
  };
  /** A canary under way with its first phase proven; what was under way before has ended. */
  const underWay = async (selector?: { matchLabels: Record<string, string> }): Promise<string> => {
    const { lock } = (await world.cluster()).state;
    if (lock) {
      // Refused to a rollback, which comes to its end by itself.
      await api.as('Operator')('POST', `/api/v1/deployments/${lock}/stop`, { body: why });
      await world.until(async () => (await world.cluster()).state.lock === null, 60);
    }
    const id = await begun(world, next(), CANARY, selector ? { selector } : {});
    await world.until(async () => (await world.deployment(id)).phase?.provenAt != null, 30);
    return id;
  };

  await ended(await begun(world, next(), { strategy: 'Direct' }), 'completed');
  return { ...world, api, post, ended, published, written, validated, underWay };
}
