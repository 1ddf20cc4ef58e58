import { describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { draftDirective } from '../../../core/directive/payload.ts';
import { checkpointOrigin, checkpointText } from '../../../core/integrity/checkpoint.ts';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { noteOf } from '../../../core/integrity/note.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { OTHER_ID, planned, started } from '../../support/deployment-states.ts';
import { CLUSTER_NAME, DEPLOYMENT_ID, draftRelease } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';

const TRACE = 'd'.repeat(32);

/** A node of a cluster with release 1 and directive 2, of a deployment, and another deployment elsewhere. */
async function deploying() {
  const w = await nodeWorld();
  const node = await w.enrolled();
  const { digest } = await draftRelease(w.world);
  await signPending(w.world, CLUSTER_NAME);
  const deployed = async (id: string, cluster: string, generation: number) =>
    transact(w.world, callAs('Operator', { at: w.clock.instant(), key: `deploy/${id}` }), async (tx) => {
      await tx.load(DEPLOYMENT, id);
      tx.append(DEPLOYMENT, id, [started({ id, cluster, traceId: TRACE }), { ...planned, generation }]);
      return done(null);
    });
  await deployed(DEPLOYMENT_ID, CLUSTER_NAME, 1);
  await deployed(OTHER_ID, 'other.production', 1);
  const about = {
    cluster: CLUSTER_NAME,
    generation: 1,
    digest,
    configs: { [CLUSTER_NAME]: sha256Hex('{"retries":3}') },
  };
  const timeline = async (type: string) => (await w.events(node.id)).filter((event) => event.type === type);
  return { w, node, about, timeline };
}

const noteOfLog = (controlPlane: string, size: number, root: number): string => {
  const origin = checkpointOrigin(controlPlane);
  const text = checkpointText({ origin, size, root: Buffer.alloc(32, root), epoch: 1 });
  return noteOf(text, { name: origin, keyHash: Buffer.alloc(4), signature: Buffer.alloc(64) });
};

describe('what a receipt says besides its release', () => {
  it('is held against what the cluster was told', async () => {
    const { w, node, about } = await deploying();
    const checkpoint = noteOfLog(w.world.controlPlane, 7, 1);
    const receipt = node.receipt(about, { deploymentId: DEPLOYMENT_ID, directiveSequence: 2, checkpoint });
    expect((await node.send(receipt)).body).toStrictEqual({ results: [{ counter: 1, result: 'stored' }] });
  });
  it.each<[string, Record<string, string | number>, string]>([
    ['a deployment nobody started', { deploymentId: '00000000-0000-4000-8000-00000000ffff' }, 'deploymentId'],
    ['a deployment of another cluster', { deploymentId: OTHER_ID }, 'deploymentId'],
    ['a directive that was never drafted', { directiveSequence: 3 }, 'directiveSequence'],
    ['a checkpoint that is none', { checkpoint: 'fine\n' }, 'checkpoint'],
    ['a checkpoint of another log', { checkpoint: noteOfLog('other', 1, 1) }, 'checkpoint'],
  ])('is refused when it names %s, and the timeline says so once', async (_name, over, field) => {
    const { node, about, timeline } = await deploying();
    const receipt = node.receipt(about, over);
    const refused = { counter: 1, result: 'refused', code: 'receipt_invalid', reason: field };
    for (const _ of [1, 2]) expect((await node.send(receipt)).body).toStrictEqual({ results: [refused] });
    const told = (await timeline('ReceiptRefused')).map(({ payload }) => payload);
    expect(told).toMatchObject([{ code: 'receipt_invalid', counter: 1, field }]);
    expect(await timeline('ReceiptStored')).toStrictEqual([]);
  });
  it('is refused when its deployment brought another generation', async () => {
    const { w, node, about } = await deploying();
    const { digest } = await draftRelease(w.world);
    await signPending(w.world, CLUSTER_NAME);
    const later = node.receipt({ ...about, generation: 2, digest }, { deploymentId: DEPLOYMENT_ID });
    expect((await node.send(later)).body['results']).toMatchObject([{ reason: 'deploymentId' }]);
  });
  it('carries on the trace of the deployment', async () => {
    const { node, about, timeline } = await deploying();
    await node.send(node.receipt(about), node.receipt(about, { deploymentId: DEPLOYMENT_ID }));
    expect((await timeline('ReceiptStored')).map(({ traceId }) => traceId)).toStrictEqual([TRACE, TRACE]);
    await node.send(node.receipt(about));
    expect((await timeline('ReceiptStored')).at(-1)?.traceId).not.toBe(TRACE);
  });
  it('a counter used twice stands on the timeline: a copied key shows itself', async () => {
    const { node, about, timeline } = await deploying();
    await node.send(node.receipt(about));
    await node.send(node.receipt(about, { counter: 1, probe: 'none' }));
    expect((await timeline('ReceiptRefused')).map(({ payload }) => payload)).toMatchObject([
      { code: 'receipt_replayed', counter: 1, field: 'counter' },
    ]);
  });
});

describe('a checkpoint echoed in a receipt', () => {
  async function witnessed(size: number, root: number) {
    const d = await deploying();
    const { world, clock } = d.w;
    const at = clock.instant();
    const checkpoint = noteOfLog(world.controlPlane, 7, 1);
    await transact(world, callAs('Operator', { at, key: 'renew' }), async (tx) => {
      const { state } = await tx.load(CLUSTER, CLUSTER_NAME);
      const directive = draftDirective(state, { controlPlane: world.controlPlane, at, checkpoint });
      tx.append(CLUSTER, CLUSTER_NAME, [{ type: 'DirectiveDrafted', at, directive }]);
      return done(null);
    });
    await signPending(world, CLUSTER_NAME);
    const seen = noteOfLog(world.controlPlane, size, root);
    const send = async () => (await d.node.send(d.node.receipt(d.about, { checkpoint: seen }))).body['results'];
    return { ...d, send, seen, signed: checkpoint };
  }
  it.each([
    ['the very one', 7, 1],
    ['an older one', 6, 9],
  ])('that is %s says nothing new', async (_name, size, root) => {
    const { send, timeline } = await witnessed(size, root);
    expect(await send()).toMatchObject([{ result: 'stored' }]);
    expect(await timeline('EvidenceReported')).toStrictEqual([]);
  });
  it.each([
    ['another root for the same size', 7, 2],
    ['a longer log than there is', 8, 1],
  ])('that shows %s is evidence, told once, and the receipt counts', async (_name, size, root) => {
    const { send, seen, signed, timeline } = await witnessed(size, root);
    expect(await send()).toMatchObject([{ result: 'stored' }]);
    expect(await send()).toMatchObject([{ result: 'stored' }]);
    expect((await timeline('EvidenceReported')).map(({ payload }) => payload)).toMatchObject([
      { kind: 'checkpoint_fork', evidence: { seen, signed } },
    ]);
  });
});
