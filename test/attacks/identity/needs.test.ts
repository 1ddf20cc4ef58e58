import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';

/* A node is given the addresses of what its directive names, and of nothing else that it can name itself. */

const OTHER = 'vault.production';
const CONTENT = sha256Hex('{"retries":3}');
let w: NodeWorld;
beforeEach(async () => {
  w = await nodeWorld();
});
afterEach(() => w.close());
const drafted = async (name = CLUSTER_NAME): Promise<string> => {
  const { digest } = await draftRelease(w.world, { name });
  await signPending(w.world, name);
  return digest;
};

describe('what a node may fetch', () => {
  it('is its release and the contents in it', async () => {
    const node = await w.enrolled();
    const ours = await drafted();
    const { urls } = await node.answer({ needs: [ours, CONTENT] });
    expect(urls.map(({ sha256 }) => sha256)).toStrictEqual([ours, CONTENT]);
  });
  it('is no release of another cluster, no document of ours, and nothing at all that is not named', async () => {
    const node = await w.enrolled();
    const theirs = await drafted(OTHER);
    const envelope = (await clusterState(w.world, OTHER)).draft?.envelopeSha256 ?? '';
    const before = await node.answer({ needs: [theirs, envelope, CONTENT, 'a'.repeat(64)] });
    expect(before.urls).toStrictEqual([]);
    const ours = await drafted();
    await w.clock.advance(6_000); // what a cluster says is remembered for five seconds
    const { draft } = await clusterState(w.world);
    const own = [draft?.envelopeSha256 ?? '', draft?.snapshot.digest ?? '', draft?.contentDigest ?? ''];
    const { urls } = await node.answer({ needs: [theirs, envelope, ...own, ours] });
    expect(urls.map(({ sha256 }) => sha256)).toStrictEqual([ours, CONTENT]);
  });
  it('is no release that the directive has left behind', async () => {
    const node = await w.enrolled();
    const first = await drafted();
    const second = await drafted();
    const { urls } = await node.answer({ needs: [first, second] });
    expect(urls.map(({ sha256 }) => sha256)).toStrictEqual([second, CONTENT]);
  });
  it('is nothing by the token of a node that was let go, or of another one', async () => {
    const [node, other] = [await w.enrolled(), await w.enrolled({ cluster: OTHER })];
    const ours = await drafted();
    const theirs = await drafted(OTHER);
    const { urls } = await other.answer({ needs: [ours] });
    expect(urls.map(({ sha256 }) => sha256)).toStrictEqual([theirs, CONTENT]); // what its own directive brings it to
    other.id = node.id;
    expect(await other.checkIn({ needs: [ours] })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});
