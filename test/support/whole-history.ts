import { makeNodeHandler } from '../../functions/node/handler.ts';
import { setAccess } from '../../usecases/access/set-access.ts';
import { revokeVersion } from '../../usecases/config/change-version.ts';
import { createEnrolmentToken } from '../../usecases/enrolment-token/create-enrolment-token.ts';
import { foldStream } from '../../usecases/project/fold-stream.ts';
import { registerSchema } from '../../usecases/schema/register-schema.ts';
import { callAs } from './call.ts';
import { config, good, snapshot, version } from './content.ts';
import { begun, CLUSTER_NAME, CONFIG_NAME, type RolloutWorld, rolloutWorld } from './rollout-world.ts';
import { testNode } from './test-node.ts';

export const REVOKED_BECAUSE = 'Ms Example of Example Street reported wrong rates';

/**
 * A world in which something of every kind has happened: two deployments, and all they rest on.
 * @param more ports to use instead of the embedded ones
 */
export async function wholeHistory(more: Parameters<typeof rolloutWorld>[2] = {}): Promise<RolloutWorld> {
  const world = await rolloutWorld(2, 0, more);
  await world.seconds(1);
  const first = await begun(world, '1.0.0', { strategy: 'Direct' });
  await world.until(async () => (await world.status(first)) === 'completed', 60);
  const second = await begun(
    world,
    '1.1.0',
    { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT5S', healthCheckEnabled: true, autoPromote: true },
    { justification: 'asked for by Ms Example' },
  );
  await world.until(async () => (await world.status(second)) === 'completed', 60);
  await everythingElse(world);
  return world;
}

async function everythingElse({ world, clock }: RolloutWorld): Promise<void> {
  const at = clock.instant();
  const schema = {
    name: 'rates',
    version: '1.0.0',
    description: 'as Ms Example wants them',
    schema: { type: 'object' },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(schema));
  good(
    await registerSchema(
      world,
      { params: {}, query: {}, body: { mediaType: 'application/json', source: bytes } },
      callAs('Developer', { at }),
    ),
  );
  good(await config(world, 'fees.staging', { schema: 'rates@1.0.0', description: 'of Ms Example' }));
  good(await version(world, 'fees.staging', '1.0.0', { rate: 1 }, { note: 'reviewed with Ms Example' }));
  await snapshot(world, 'fees', { 'fees.staging': '1.0.0' });
  good(
    await revokeVersion(
      world,
      { params: { name: CONFIG_NAME, version: '1.0.0' }, query: {}, body: { justification: REVOKED_BECAUSE } },
      callAs('Operator', { at }),
    ),
  );
  const entries = [{ subject: 'ada', rights: ['read' as const] }];
  good(await setAccess(world, { config: 'fees.staging' }, { entries }, callAs('Admin', { at })));
  const body = { cluster: CLUSTER_NAME, uses: 1, expiresIn: 'PT1H', labels: { zone: 'eu' } };
  const { token } = good(
    await createEnrolmentToken(world, { params: {}, query: {}, body }, callAs('Operator', { at })),
  );
  const node = testNode(
    world,
    await makeNodeHandler(world, ({ error }) => {
      throw error;
    }),
  );
  const { status } = await node.enrol(token);
  if (status !== 201) throw new Error(`enrolment answered ${status}`);
}

/** Folds the feed to its end. */
export async function foldAll({ world }: Pick<RolloutWorld, 'world'>): Promise<void> {
  const { changes } = await world.streams.changes('', 10_000);
  for (const { stream } of changes) await foldStream(world, stream);
}
