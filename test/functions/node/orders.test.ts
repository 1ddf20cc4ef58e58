import { describe, expect, it } from 'vitest';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { forceSync, unquarantineNode } from '../../../usecases/node/order-node.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME, draftRelease } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';

const HELD = { directive: { epoch: 1, sequence: 1 } };
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
const typesOf = async (w: W, id: string): Promise<string[]> => (await w.events(id)).slice(1).map(({ type }) => type);

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
