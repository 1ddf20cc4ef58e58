import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import type { CheckInRequest } from '../../../schemas/node-messages.ts';
import { signLabels } from '../../../usecases/issue/sign-labels.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { setNodeLabels } from '../../../usecases/node/set-node-labels.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';

const BLOB = sha256Hex('{"retries":3}');
const HELD = { directive: { epoch: 1, sequence: 1 } };

type W = Awaited<ReturnType<typeof nodeWorld>>;
const person = (w: W) => callAs('Operator', { at: w.clock.instant() });
/** One release for everybody, told long enough ago to be obeyed. */
async function released(w: W) {
  const release = await draftRelease(w.world);
  await signPending(w.world, CLUSTER_NAME);
  await w.clock.advance(11_000);
  return release;
}

describe('the directive in an answer', () => {
  it('comes while the node holds an older one, and not again', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    expect((await node.answer()).directive).toStrictEqual((await clusterState(w.world)).served?.envelope);
    expect((await node.answer(HELD)).directive).toBeUndefined();
  });
  it('is one lookup old at most, and read again for a node that shows a newer one', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await node.answer(HELD);
    await draftRelease(w.world);
    await signPending(w.world, CLUSTER_NAME);
    expect((await node.answer(HELD)).directive).toBeUndefined();
    await w.clock.advance(w.world.settings.clusterCacheSeconds * 1000);
    expect((await node.answer(HELD)).directive).toBeDefined();
  });
  it.each([
    [24 * 3600 * 1000 - 1, undefined],
    [24 * 3600 * 1000, 'directive_renewing'],
  ])('%i ms after it was issued: %s', async (ms, notice) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await w.clock.advance(ms);
    await node.authenticate();
    const answer = await node.answer();
    expect([answer.notice, answer.directive !== undefined]).toStrictEqual([notice, notice === undefined]);
  });
  it('is missing, said so, until one was signed', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    w.database.sql.exec("UPDATE heads SET state = json_set(state, '$.served', NULL) WHERE kind = 'cluster'");
    w.database.forget();
    expect(await node.answer()).toMatchObject({ notice: 'directive_missing' });
  });
});

describe('URLs', () => {
  it('lead to what the directive names and to nothing else', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const release = await released(w);
    const { sha256: secret } = await w.world.blobs.put('other.production', Buffer.from('secret'));
    const { urls } = await node.answer({ needs: [secret, release.digest, BLOB, release.snapshot.digest] });
    expect(urls.map(({ sha256 }) => sha256)).toStrictEqual([release.digest, BLOB]);
    const [envelope] = urls;
    const url = new URL(envelope?.url ?? '');
    const served = await w.serveBlob({
      method: 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: (async function* () {})(),
    });
    expect([served.status, (served.body as Uint8Array).byteLength]).toStrictEqual([200, envelope?.sizeBytes]);
  });
});

describe('the directive brings', () => {
  const offered = async (answer: Promise<{ readonly urls: readonly { readonly sha256: string }[] }>) =>
    (await answer).urls.map(({ sha256 }) => sha256);

  it('the addresses of the release that the node comes to, unasked', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const { digest } = await released(w);
    expect(await offered(node.answer(HELD))).toStrictEqual([digest, BLOB]);
    expect(await offered(node.answer({ ...HELD, needs: [BLOB] }))).toStrictEqual([BLOB, digest]);
  });
  it('none to a node that holds the release or the directive', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const { digest, generation } = await released(w);
    const { sequence = 0 } = (await clusterState(w.world)).served ?? {};
    const held = { directive: { epoch: 1, sequence } };
    expect(await offered(node.answer({ ...HELD, running: { epoch: 1, generation, digest } }))).toStrictEqual([]);
    expect(await offered(node.answer({ ...HELD, resident: [{ generation, digest }] }))).toStrictEqual([]);
    expect(await offered(node.answer(held))).toStrictEqual([]);
  });
  it('none to a node that it leaves where it is', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await draftRelease(w.world, { cutoff: '0000000000000000' });
    await signPending(w.world, CLUSTER_NAME);
    await w.clock.advance(11_000);
    const answer = await node.answer(HELD);
    expect([answer.directive === undefined, answer.urls]).toStrictEqual([false, []]);
  });
});

describe('labels', () => {
  it('come once they are signed, while the node holds older ones', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled({ labels: { zone: 'eu' } });
    expect((await node.answer(HELD)).labels).toBeUndefined();
    await signLabels(w.world, node.id);
    expect((await node.answer(HELD)).labels).toBeDefined();
    expect((await node.answer({ ...HELD, labelsRevision: 1 })).labels).toBeUndefined();
    const set = await setNodeLabels(
      w.world,
      { params: { id: node.id }, query: {}, body: { labels: { zone: 'us' } } },
      person(w),
    );
    expect(set).toMatchObject({ value: { labelsRevision: 2 } });
    await signLabels(w.world, node.id);
    expect((await node.answer({ ...HELD, labelsRevision: 1 })).labels).toBeDefined();
  });
});

describe('a control plane behind its nodes', () => {
  it.each([
    { name: 'its own release', running: {}, asked: undefined },
    { name: 'another release of the same generation', running: { digest: 'f'.repeat(64) }, asked: true },
    { name: 'one of an older epoch', running: { digest: 'f'.repeat(64), epoch: 0 }, asked: undefined },
    { name: 'one of a generation that it has not come to', running: { generation: 2 }, asked: true },
  ])('sees $name on a node whose directive is not above: asked $asked', async ({ running, asked }) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await draftRelease(w.world);
    await signPending(w.world, CLUSTER_NAME);
    const { epoch, generation, digest } = (await clusterState(w.world)).draft ?? {};
    const shown = { ...HELD, running: { epoch, generation, digest, ...running } as CheckInRequest['running'] };
    expect((await node.answer(shown)).uploadEnvelopes).toBe(asked);
  });

  it('asks for what the node holds, and believes only its own signatures', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await draftRelease(w.world);
    await signPending(w.world, CLUSTER_NAME);
    const ahead = (await clusterState(w.world)).served?.envelope;
    const stream = `local/cluster/${CLUSTER_NAME}`;
    const events = await w.world.streams.events(stream, { after: 0, limit: 3 });
    // The cluster as an old backup has it: before the second directive.
    w.database.sql.exec(`DELETE FROM events WHERE stream = '${stream}' AND revision > ${events.length}`);
    const old = { ...(await clusterState(w.world)), generation: 0, draft: null, candidate: null };
    const directive = { ...old.directive, sequence: 1 };
    const state = JSON.stringify({ ...old, directive, served: directive });
    w.database.sql
      .prepare('UPDATE heads SET state = ?, revision = ? WHERE stream = ?')
      .run(state, events.length, stream);
    w.database.forget();
    await w.clock.advance(5000);

    const shown = { directive: { epoch: 1, sequence: 2 } };
    expect((await node.answer(shown)).uploadEnvelopes).toBe(true);
    const forged = {
      payloadType: ahead?.payloadType ?? '',
      payload: ahead?.payload ?? '',
      signatures: [{ keyid: '', sig: Buffer.alloc(70, 1).toString('base64') }],
    };
    await node.answer({ ...shown, ahead: [forged] });
    expect((await clusterState(w.world)).signingStopped).toBeNull();
    expect((await node.answer({ ...shown, ahead: ahead ? [ahead] : [] })).uploadEnvelopes).toBeUndefined();
    expect((await clusterState(w.world)).signingStopped).toMatchObject({ provenSequence: 2 });
  });
});
