import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { NODE } from '../../../core/node/record/evolve.ts';
import type { CheckInRequest } from '../../../schemas/node-messages.ts';
import { getCohesion } from '../../../usecases/cluster/get-cohesion.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { forceSync } from '../../../usecases/node/order-node.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { lockCluster } from '../../support/lock-cluster.ts';
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
  it('is written for every sample of a deployment, for which no echo is given, and spared where there is none', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await lockCluster(w.world);
    const sequence = async () => (await w.world.pulses.get(CLUSTER_NAME, node.id))?.sequence ?? 0;
    for (const number of [1, 2]) expect((await node.answer({ ...HELD, sample: sample(number) })).liveness).toBe('');
    const written = await sequence();
    const { liveness } = await node.answer(HELD);
    expect([liveness === '', await sequence()]).toStrictEqual([false, written + 1]);
    await node.answer({ ...HELD, liveness });
    expect(await sequence()).toBe(written + 1);
  });
  it('counts samples that contradict themselves, for the cohesion of the cluster', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    for (const [sequence, requests] of [
      [2, 9],
      [3, 8],
      [4, 10],
    ] as const)
      await node.answer({ ...HELD, sample: { ...sample(sequence), counts: { ...sample(sequence).counts, requests } } });
    const { samplesDropped } = good(
      await getCohesion(w.world, { params: { name: CLUSTER_NAME }, query: {}, body: {} }),
    );
    expect(samplesDropped).toBe(1);
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
