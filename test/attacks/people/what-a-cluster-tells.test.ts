import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../schemas/api/index.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { memoryApi } from '../../functions/control/api.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { CLUSTER_NAME as CONFIG, draftRelease } from '../../support/draft-release.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';
import { quietCheckIn, type TestNode } from '../../support/test-node.ts';

/* A config that one may not read, on a cluster that one may. What a cluster runs is signed as one document, and who
 * may read the cluster may verify it: so names, versions and digests are told there, and contents never. */

const CLUSTER = 'shop.staging';
let w: NodeWorld;
let api: Awaited<ReturnType<typeof memoryApi>>;
let node: TestNode;
beforeAll(async () => {
  w = await nodeWorld();
  node = await w.enrolled({ cluster: CLUSTER });
  const { digest } = await draftRelease(w.world, { name: CLUSTER });
  await signPending(w.world, CLUSTER);
  const drifted = { name: CONFIG, kind: 'config', version: '1.0.0', digest: 'a'.repeat(64) };
  const running = { epoch: 1, generation: 1, digest };
  await node.post(
    `/nodes/${node.id}/check-in`,
    quietCheckIn({ running, components: [drifted] }),
    `Bearer ${node.token}`,
  );
  good(await setAccess(w.world, { config: CONFIG }, { entries: [] }, callAs('Admin')));
  for (const { stream } of (await w.world.streams.changes('', 1000)).changes) await foldStream(w.world, stream);
  api = await memoryApi(undefined, w);
});
afterAll(() => w.close());

const PARAMETERS: Readonly<Record<string, () => string>> = { name: () => CLUSTER, id: () => node.id };
/** Everything that a Viewer can read about the cluster and its nodes, and every list. */
const readable = ROUTES.filter(
  ({ method, access, path }) =>
    method === 'GET' &&
    access === 'V' &&
    !/^\/(configs|snapshots|schemas|deployments)\/\{|^\/audit\/(tile|log)/.test(path),
);
const said = async (path: string): Promise<string> => {
  const url = path.replace(/\{(\w+)\}/g, (_all, name: string) => PARAMETERS[name]?.() ?? '');
  const { body } = await api.as('Viewer')('GET', `/api/v1${url}`);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  // What is signed travels in base64.
  const inside = [...text.matchAll(/"payload":"([A-Za-z0-9+/=]+)"/g)].map(([, payload = '']) =>
    Buffer.from(payload, 'base64').toString(),
  );
  return [text, ...inside].join('\n');
};

describe('the name of a config that one may not read', () => {
  it('is told by what a cluster runs and how its nodes differ from it, and by nothing else', async () => {
    const telling: string[] = [];
    for (const { path } of readable) if ((await said(path)).includes(CONFIG)) telling.push(path);
    expect(telling.toSorted()).toStrictEqual([
      // What its nodes differed in stands in the history as well.
      '/audit/events',
      '/clusters/{name}/release',
      '/drift',
      '/nodes',
      '/nodes/{id}',
      '/nodes/{id}/timeline',
    ]);
    expect(readable.length).toBeGreaterThanOrEqual(15);
  });
});

describe('the content of a config that one may not read', () => {
  it('is told by nothing', async () => {
    for (const { path } of readable) expect(await said(path)).not.toContain('retries');
  });
  it('has no address in a release, and has one for who may read it', async () => {
    const blobs = async (role: 'Viewer' | 'Admin') => {
      const { body } = await api.as(role)('GET', `/api/v1/clusters/${CLUSTER}/release?which=candidate`);
      return (body as { blobs: { config: string; url?: string }[] }).blobs.map(({ config, url }) => [
        config,
        url !== undefined,
      ]);
    };
    expect(await blobs('Viewer')).toStrictEqual([[CONFIG, false]]);
    expect(await blobs('Admin')).toStrictEqual([[CONFIG, true]]);
  });
});
