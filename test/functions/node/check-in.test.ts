import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { NODE } from '../../../core/node/record/evolve.ts';
import type { CheckInRequest } from '../../../schemas/node-messages.ts';
import { signLabels } from '../../../usecases/issue/sign-labels.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { forceSync, unquarantineNode } from '../../../usecases/node/order-node.ts';
import { setNodeLabels } from '../../../usecases/node/set-node-labels.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';

const BLOB = sha256Hex('{"retries":3}');
const HELD = { directive: { epoch: 1, sequence: 1 } };
const BOOT = '6f1f5a0e-1111-4222-8333-444455556666';
const BECAUSE = { justification: 'looks wrong on site' };

type W = Awaited<ReturnType<typeof nodeWorld>>;
const person = (w: W) => callAs('Operator', { at: w.clock.instant() });
/** One release for everybody, told long enough ago to be obeyed. */
async function released(w: W) {
  const release = await draftRelease(w.world);
  await signPending(w.world, CLUSTER_NAME);
  await w.clock.advance(11_000);
  return release;
}
const running = ({ digest }: { digest: string }, over: Partial<CheckInRequest> = {}): Partial<CheckInRequest> => ({
  directive: { epoch: 1, sequence: 2 },
  running: { epoch: 1, generation: 1, digest },
  components: [{ name: CLUSTER_NAME, kind: 'config', version: '1.0.0', digest: BLOB }],
  ...over,
});
const typesOf = async (w: W, id: string): Promise<string[]> => (await w.events(id)).slice(1).map(({ type }) => type);

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

describe('orders', () => {
  it('come until they are done, and leave a trace', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const given = await forceSync(w.world, { params: { id: node.id }, query: {}, body: BECAUSE }, person(w));
    if (!given.ok) throw new Error(given.code);
    const { order } = given.value;
    expect((await node.answer(HELD)).orders).toStrictEqual([{ id: order, kind: 'force-sync' }]);
    expect((await node.answer(HELD)).orders).toHaveLength(1);
    expect((await node.answer({ ...HELD, ordersDone: [{ id: order, result: 'done' }] })).orders).toStrictEqual([]);
    await node.answer({ ...HELD, ordersDone: [{ id: order, result: 'done' }] });
    expect(await typesOf(w, node.id)).toStrictEqual(['OrderGiven', 'OrderDone']);
    expect((await w.events(node.id))[1]?.payload).toMatchObject(BECAUSE);
  });
  it('free a quarantined release, which is not quarantined again by a node that has not heard of it', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const release = await released(w);
    const swap = { generation: 1, digest: release.digest, attempts: 3, reason: 'exit code 3', quarantined: true };
    await node.answer({ directive: { epoch: 1, sequence: 2 }, swap });
    expect(await typesOf(w, node.id)).toStrictEqual(['DriftDetected', 'NodeDiverged', 'NodeQuarantined']);
    const free = () => unquarantineNode(w.world, { params: { id: node.id }, query: {}, body: BECAUSE }, person(w));
    expect(await free()).toMatchObject({ ok: true });
    expect(await free()).toMatchObject({ code: 'not_quarantined' });
    const { orders } = await node.answer({ directive: { epoch: 1, sequence: 2 }, swap });
    expect(orders).toMatchObject([{ kind: 'unquarantine', digest: release.digest }]);
    expect((await w.state(node.id)).quarantine).toBeNull();
  });
});

describe('drift', () => {
  it('shows within one check-in, tells of itself once, and of its end', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const release = await released(w);
    await node.answer(running(release));
    expect(await typesOf(w, node.id)).toStrictEqual([]);
    const tampered = running(release, {
      components: [{ name: CLUSTER_NAME, kind: 'config', version: '1.0.0', digest: 'f'.repeat(64) }],
    });
    await node.answer(tampered);
    await node.answer(tampered);
    expect(await typesOf(w, node.id)).toStrictEqual(['DriftDetected', 'NodeDiverged']);
    expect((await w.state(node.id)).drift).toStrictEqual([
      {
        kind: 'config',
        rule: 'config_digest_mismatch',
        config: CLUSTER_NAME,
        expected: BLOB.slice(0, 16),
        observed: 'f'.repeat(16),
        severity: 'high',
        since: w.clock.instant(),
      },
    ]);
    await node.answer(running(release));
    expect((await typesOf(w, node.id)).slice(2)).toStrictEqual(['DriftResolved', 'NodeRecovered']);
  });
  it('is in the pulse as long as it is open', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await released(w);
    await node.answer({ directive: { epoch: 1, sequence: 2 }, resources: { cpu: 0.95, memory: 0.1 } });
    expect((await w.world.pulses.get(CLUSTER_NAME, node.id))?.drift).toStrictEqual(['version_behind', 'cpu_pressure']);
  });
  it('tells a failed swap as a divergence with its reason', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const { digest } = await released(w);
    await node.answer({
      directive: { epoch: 1, sequence: 2 },
      swap: { generation: 1, digest, attempts: 1, reason: 'exit code 3: port in use', quarantined: false },
    });
    const diverged = (await w.events(node.id)).find(({ type }) => type === 'NodeDiverged');
    expect(diverged?.payload).toMatchObject({
      rule: 'swap_failed',
      reason: 'exit code 3: port in use',
      cluster: CLUSTER_NAME,
    });
  });
  it.each([false, true])('is told once although the append fails (stored: %s)', async (stored) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await released(w);
    const pressed = { directive: { epoch: 1, sequence: 2 }, swap: null, resources: { cpu: 1, memory: 0 } };
    w.failOnce('streams', 'append', { stored });
    expect((await node.checkIn(pressed)).status).toBe(500);
    expect((await node.checkIn(pressed)).status).toBe(200);
    expect((await typesOf(w, node.id)).filter((type) => type === 'NodeDiverged')).toHaveLength(1);
  });
});

describe('what a node reports', () => {
  it('of refusals is told once, with the envelopes kept as evidence', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const envelope = (await clusterState(w.world)).served?.envelope;
    if (!envelope) throw new Error('nothing signed');
    const refusals = [{ code: 'fork', digest: BLOB, envelopes: [envelope, envelope] }];
    await node.answer({ ...HELD, refusals });
    await node.answer({ ...HELD, refusals });
    const reported = (await w.events(node.id)).filter(({ type }) => type === 'RefusalReported');
    expect(reported).toHaveLength(1);
    const [evidence] = (reported[0]?.payload?.['evidence'] ?? []) as string[];
    expect(
      JSON.parse(Buffer.from((await w.world.blobs.get('evidence', evidence ?? '')) ?? '').toString()),
    ).toStrictEqual(envelope);
  });
  it('of kinds nobody knows is ignored, and said so', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const evidence = [
      { kind: 'tpm-quote' },
      { kind: 'checkpoint_fork', size: 12, deep: { a: 1 }, huge: 'x'.repeat(3000) },
    ];
    expect((await node.answer({ ...HELD, evidence })).ignored).toStrictEqual(['tpm-quote']);
    expect((await w.events(node.id)).at(-1)?.payload).toMatchObject({
      kind: 'checkpoint_fork',
      evidence: { size: 12 },
    });
  });
});

describe('the pulse', () => {
  const sample = (sequence: number) => ({
    bootId: BOOT,
    sequence,
    generation: 0,
    counts: { requests: sequence, errors: 0, probesOk: 0, probesFailed: 0, latency: [] },
  });
  it('is written for a new sample, and once a bucket without one', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const { liveness } = await node.answer({ ...HELD, sample: sample(1) });
    const written = await w.world.pulses.get(CLUSTER_NAME, node.id);
    expect(written?.newest).toMatchObject({ sequence: 1 });
    await node.answer({ ...HELD, sample: sample(1), liveness });
    expect(await w.world.pulses.get(CLUSTER_NAME, node.id)).toStrictEqual(written);
    await node.answer({ ...HELD, sample: sample(1), liveness: `${liveness.slice(0, -1)}x` });
    expect((await w.world.pulses.get(CLUSTER_NAME, node.id))?.sequence).toBe((written?.sequence ?? 0) + 1);
    await w.clock.advance(31_000);
    await node.answer({ ...HELD, sample: sample(1), liveness });
    expect((await w.world.pulses.get(CLUSTER_NAME, node.id))?.seenAt).toBe(Math.floor(w.clock.now() / 1000));
  });
  it.each([false, true])('is right after a put that failed (stored: %s)', async (stored) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    w.failOnce('pulses', 'put', { stored });
    expect((await node.checkIn({ ...HELD, sample: sample(1) })).status).toBe(500);
    expect((await node.checkIn({ ...HELD, sample: sample(1) })).status).toBe(200);
    expect((await w.world.pulses.get(CLUSTER_NAME, node.id))?.newest).toMatchObject({ sequence: 1 });
  });
});

describe('a control plane behind its nodes', () => {
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

it('keeps the head of a node below 4 KB, whatever it holds', async () => {
  const w = await nodeWorld();
  const labels = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`label-${index}`, 'v'.repeat(45)]));
  const node = await w.enrolled({ labels });
  const { digest } = await released(w);
  const components = Array.from({ length: 50 }, (_, index) => ({
    name: `${index}`.repeat(60),
    kind: 'config',
    version: '1',
    digest: 'f'.repeat(64),
  }));
  const refusals = Array.from({ length: 16 }, (_, index) => ({
    code: 'digest_mismatch',
    digest: String(index % 10).repeat(64),
    generation: index,
  }));
  const swap = { generation: 1, digest, attempts: 3, reason: 'x'.repeat(512), quarantined: true };
  await node.answer(running({ digest }, { components, refusals, swap, resources: { cpu: 1, memory: 1 } }));
  await forceSync(w.world, { params: { id: node.id }, query: {}, body: BECAUSE }, person(w));
  const head = await w.world.streams.load(`local/${NODE.kind}/${node.id}`);
  const size = JSON.stringify(head?.state).length;
  expect(size).toBeGreaterThan(2500);
  expect(size).toBeLessThanOrEqual(4096);
});
