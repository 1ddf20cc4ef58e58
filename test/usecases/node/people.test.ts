import { describe, expect, it } from 'vitest';
import { DriftPage } from '../../../schemas/drift.ts';
import { NodeDetails, NodePage } from '../../../schemas/node.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { listEnrolmentTokens } from '../../../usecases/enrolment-token/list-enrolment-tokens.ts';
import { getNode, getNodeTimeline } from '../../../usecases/node/get-node.ts';
import { listDrift, listNodes } from '../../../usecases/node/list-nodes.ts';
import { forceSync } from '../../../usecases/node/order-node.ts';
import { removeNode } from '../../../usecases/node/remove-node.ts';
import { setNodeLabels } from '../../../usecases/node/set-node-labels.ts';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { rebuildViews } from '../../../usecases/project/rebuild-views.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME } from '../../support/draft-release.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';

const PRESSED = { directive: { epoch: 1, sequence: 1 }, resources: { cpu: 0.95, memory: 0.1 } };
const PAGE = { limit: 50 };
const bob = callAs('Operator', { subject: 'bob' });

const folded = async ({ world }: NodeWorld): Promise<void> => {
  const { changes } = await world.streams.changes('', 500);
  for (const { stream } of changes) await foldStream(world, stream);
};
const nodesOf = async ({ world }: NodeWorld, call = callAs('Viewer'), query: object = PAGE) => {
  const page = await listNodes(world, { params: {}, query: query as never, body: {} }, call);
  if (!page.ok) throw new Error(page.code);
  return NodePage.parse(page.value);
};
const driftOf = async ({ world }: NodeWorld, query: object = PAGE, call = callAs('Viewer')) => {
  const page = await listDrift(world, { params: {}, query: query as never, body: {} }, call);
  if (!page.ok) throw new Error(page.code);
  return DriftPage.parse(page.value).nodes;
};
const of = (id: string, body: object = {}) => ({ params: { id }, query: PAGE as never, body: body as never });

describe('lists of nodes and drift', () => {
  it('show what nodes are and what is wrong with them', async () => {
    const w = await nodeWorld();
    const [well, pressed, other] = [
      await w.enrolled({ labels: { zone: 'eu' } }),
      await w.enrolled(),
      await w.enrolled({ cluster: 'till.staging' }),
    ];
    await well.answer({ directive: { epoch: 1, sequence: 1 } });
    await pressed.answer(PRESSED);
    await folded(w);
    const { nodes } = await nodesOf(w);
    expect(nodes.map(({ id }) => id)).toStrictEqual([well.id, pressed.id, other.id].sort());
    expect(nodes.find(({ id }) => id === well.id)).toMatchObject({
      status: 'online',
      labels: { zone: 'eu' },
      drift: [],
      lastSeenAt: w.clock.instant(),
    });
    expect(nodes.find(({ id }) => id === other.id)?.lastSeenAt).toBeUndefined();
    expect((await nodesOf(w, undefined, { ...PAGE, cluster: 'till.staging' })).nodes).toHaveLength(1);
    expect(await driftOf(w)).toMatchObject([
      { node: pressed.id, cluster: CLUSTER_NAME, findings: [{ rule: 'cpu_pressure' }] },
    ]);
    expect(await driftOf(w, { ...PAGE, kind: 'config' })).toStrictEqual([]);
    expect(await driftOf(w, { ...PAGE, cluster: 'till.staging' })).toStrictEqual([]);
    await pressed.answer({ directive: { epoch: 1, sequence: 1 } });
    await folded(w);
    expect(await driftOf(w)).toStrictEqual([]);
  });
  it('show what is open on a node that fell silent', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await node.answer(PRESSED);
    const { staleMarker } = await import('../../../usecases/node/mark-stale-nodes.ts');
    const mark = staleMarker(w.world);
    await w.clock.advance(60_000);
    await mark();
    await w.clock.advance(61_000);
    await mark();
    await folded(w);
    expect((await driftOf(w))[0]?.findings.map(({ rule }) => rule)).toStrictEqual(['cpu_pressure', 'stale']);
    expect((await nodesOf(w)).nodes[0]).toMatchObject({ status: 'stale' });
  });
  it('are the same after they were dropped and built again', async () => {
    const w = await nodeWorld();
    await w.enrolled();
    await (await w.enrolled()).answer(PRESSED);
    await folded(w);
    const before = [await nodesOf(w), await driftOf(w)];
    await rebuildViews(w.world);
    expect([await nodesOf(w), await driftOf(w)]).toStrictEqual(before);
  });
  it('page in order of id', async () => {
    const w = await nodeWorld();
    for (let count = 0; count < 3; count++) await w.enrolled();
    await folded(w);
    const first = await nodesOf(w, undefined, { limit: 2 });
    const second = await nodesOf(w, undefined, { limit: 2, cursor: first.next });
    expect([first.nodes.length, second.nodes.length, second.next]).toStrictEqual([2, 1, undefined]);
  });
});

describe('one node', () => {
  it('is shown whole, with its history', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await node.answer(PRESSED);
    const got = await getNode(w.world, of(node.id), callAs('Viewer'));
    if (!got.ok) throw new Error(got.code);
    expect(NodeDetails.parse(got.value)).toMatchObject({
      id: node.id,
      status: 'online',
      revision: 3,
      fingerprint: expect.stringMatching(/^SHA256:/),
    });
    const timeline = await getNodeTimeline(w.world, { ...of(node.id), query: { limit: 2 } }, callAs('Viewer'));
    expect(timeline).toMatchObject({
      value: { events: [{ type: 'NodeEnrolled' }, { type: 'DriftDetected' }], next: '2' },
    });
    const rest = await getNodeTimeline(w.world, { ...of(node.id), query: { limit: 2, cursor: '2' } }, callAs('Viewer'));
    expect(rest).toStrictEqual({ ok: true, value: { events: [expect.objectContaining({ type: 'NodeDiverged' })] } });
  });
  it('is unknown when it never was', async () => {
    const { world } = await nodeWorld();
    const nobody = of(`node-${'0'.repeat(32)}`, { justification: 'just to see', labels: {} });
    for (const verb of [getNode, getNodeTimeline, forceSync, setNodeLabels, removeNode])
      expect(await verb(world, nobody, callAs('Operator'))).toMatchObject({ ok: false, code: 'node_unknown' });
  });
  it('keeps its history when it is removed, and is gone from lists', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    expect(await removeNode(w.world, of(node.id), callAs('Operator', { ifMatch: 7 }))).toMatchObject({
      code: 'precondition_failed',
    });
    expect(await removeNode(w.world, of(node.id), callAs('Operator', { ifMatch: 1 }))).toStrictEqual({
      ok: true,
      value: null,
    });
    expect(await removeNode(w.world, of(node.id), callAs('Operator'))).toMatchObject({ code: 'node_unknown' });
    await folded(w);
    expect((await nodesOf(w)).nodes).toStrictEqual([]);
    expect(await getNode(w.world, of(node.id), callAs('Viewer'))).toMatchObject({ value: { status: 'removed' } });
    expect(await w.world.pulses.get(CLUSTER_NAME, node.id)).toBeUndefined();
  });
  it.each([
    ['streams', false],
    ['streams', true],
    ['pulses', false],
    ['pulses', true],
  ] as const)('is removed in the end although %s fails (stored: %s)', async (port, stored) => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const call = callAs('Operator', { key: 'remove it' });
    if (port === 'streams') w.failOnce('streams', 'append', { stored });
    else w.failOnce('pulses', 'remove', { stored });
    await expect(removeNode(w.world, of(node.id), call)).rejects.toThrow('failed');
    expect(await removeNode(w.world, of(node.id), call)).toStrictEqual({ ok: true, value: null });
    expect([(await w.state(node.id)).status, await w.world.pulses.get(CLUSTER_NAME, node.id)]).toStrictEqual([
      'removed',
      undefined,
    ]);
  });
  it('has no room for labels without end', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    const labels = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`key-${index}`, 'v'.repeat(63)]));
    expect(await setNodeLabels(w.world, of(node.id, { labels }), callAs('Operator'))).toMatchObject({
      code: 'too_large',
    });
  });
});

describe('the access list of a cluster', () => {
  it('hides its nodes, tokens and drift from who may not read it, and bars from acting who may only read', async () => {
    const w = await nodeWorld();
    const node = await w.enrolled();
    await node.answer(PRESSED);
    await folded(w);
    await setAccess(
      w.world,
      { cluster: CLUSTER_NAME },
      { entries: [{ subject: 'bob', rights: ['read'] }] },
      callAs('Admin'),
    );
    const ada = callAs('Operator');
    expect((await nodesOf(w, ada)).nodes).toStrictEqual([]);
    expect(await driftOf(w, PAGE, ada)).toStrictEqual([]);
    expect(await listEnrolmentTokens(w.world, { params: {}, query: PAGE, body: {} }, ada)).toStrictEqual({
      ok: true,
      value: { tokens: [] },
    });
    expect(await getNode(w.world, of(node.id), ada)).toMatchObject({ code: 'node_unknown' });
    expect((await nodesOf(w, bob)).nodes).toHaveLength(1);
    expect(await listEnrolmentTokens(w.world, { params: {}, query: PAGE, body: {} }, bob)).toMatchObject({
      value: { tokens: [{ usesLeft: 0 }] },
    });
    expect(await forceSync(w.world, of(node.id, { justification: 'just to see' }), bob)).toMatchObject({
      code: 'forbidden',
    });
  });
});
