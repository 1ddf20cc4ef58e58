import { expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import { CreateSnapshotRequest } from '../../../schemas/snapshot.ts';
import type { World } from '../../../usecases/ports.ts';
import { createSnapshot } from '../../../usecases/snapshot/create-snapshot.ts';
import { implicitSnapshot } from '../../../usecases/snapshot/implicit-snapshot.ts';
import { snapshotBytes } from '../../../usecases/snapshot/snapshot-document.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { config, good, version } from '../../support/content.ts';
import { START } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';

/** 399 names of 28 characters: with one more of that length, 40,000 bytes in a receipt. */
const OTHERS = Array.from({ length: 399 }, (_, at) => `${`a${String(at)}`.padEnd(20, 'x')}.staging`);
const FITS = `${'b'.repeat(20)}.staging`;
const TOO_LONG = `${'b'.repeat(21)}.staging`;

it.each([
  { last: FITS, code: 'version_unknown' }, // taken as far as looking for its versions
  { last: TOO_LONG, code: 'too_large' },
])('a snapshot ending in $last: $code', async ({ last, code }) => {
  const configs = Object.fromEntries([...OTHERS, last].map((name) => [name, '1.0.0']));
  const body = CreateSnapshotRequest.parse({ name: 'all', summary: 'x', clusters: ['eu'], configs });
  const { world } = memoryWorld();
  expect(await createSnapshot(world, { params: {}, query: {}, body }, callAs('Developer'))).toMatchObject({ code });
});

it.each([
  { last: FITS, code: 'version_unknown' },
  { last: TOO_LONG, code: 'too_large' },
])('the snapshot behind a version on a cluster that is nearly full, $last: $code', async ({ last, code }) => {
  const { world } = memoryWorld();
  good(await config(world, last));
  good(await version(world, last, '1.0.0', { a: 1 }));
  await activated(world, OTHERS);
  const asked = { cluster: 'eu', config: last, version: '1.0.0' };
  expect(await implicitSnapshot(world, asked, callAs('Operator'))).toMatchObject({ code });
});

/** A cluster that runs these configs; their versions are in its snapshot's document alone. */
async function activated(world: World, names: readonly string[]): Promise<void> {
  const of = { version: '1.0.0', digest: 'a'.repeat(64), mediaType: 'application/json', sizeBytes: 1 };
  const configs = Object.fromEntries(names.map((name) => [name, of]));
  const document = snapshotBytes({ name: 'all', revision: 1, configs, clusters: ['eu'], summary: 'x', risk: 'Low' });
  await world.blobs.put('snapshot', document.bytes);
  const deploymentId = world.ids.uuid();
  const snapshot = { name: 'all', revision: 1, digest: document.digest };
  const contentDigest = 'b'.repeat(64);
  const release = { epoch: 1, generation: 1, digest: 'c'.repeat(64), envelopeSha256: null, snapshot, contentDigest };
  await transact(world, callAs('Operator'), async (tx) => {
    await tx.load(CLUSTER, 'eu');
    tx.append(CLUSTER, 'eu', [
      { type: 'ClusterCreated', at: START, name: 'eu', riskFloor: 'Low', directiveLifetimeSeconds: 60, epoch: 1 },
      { type: 'ReleaseDrafted', at: START, release: { ...release, deploymentId } },
      { type: 'ReleaseCompleted', at: START, deploymentId },
    ]);
    return done(null);
  });
}
