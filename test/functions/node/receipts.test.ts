import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { removeNode } from '../../../usecases/node/remove-node.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME, draftRelease } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';

const CONFIGS = { [CLUSTER_NAME]: sha256Hex('{"retries":3}') };

async function proving() {
  const w = await nodeWorld();
  const node = await w.enrolled();
  const release = await draftRelease(w.world);
  await signPending(w.world, CLUSTER_NAME);
  const about = { cluster: CLUSTER_NAME, generation: 1, digest: release.digest, configs: CONFIGS };
  const proven = async () => (await w.world.pulses.get(CLUSTER_NAME, node.id))?.proven;
  const stored = async () => (await w.events(node.id)).filter(({ type }) => type === 'ReceiptStored');
  return { w, node, about, proven, stored };
}
const results = (...list: readonly object[]) => ({ status: 200, body: { results: list } });

describe('a receipt', () => {
  it('is stored as it came, and then counts', async () => {
    const { node, about, proven, stored } = await proving();
    const receipt = node.receipt(about);
    expect(await node.send(receipt)).toStrictEqual(results({ counter: 1, result: 'stored' }));
    expect((await stored()).map(({ payload }) => payload?.['receipt'])).toStrictEqual([receipt]);
    expect(await proven()).toMatchObject({ generation: 1, state: 'active' });
  });
  it('of a new epoch counts, though a release that is lost had a higher generation', async () => {
    const { w, node, about, proven } = await proving();
    const lost = { epoch: 0, generation: 9, digestPrefix: 'f'.repeat(16), state: 'active', at: 1 } as const;
    await w.world.pulses.prove(CLUSTER_NAME, node.id, lost);
    await node.send(node.receipt(about));
    expect(await proven()).toMatchObject({ epoch: 1, generation: 1, digestPrefix: about.digest.slice(0, 16) });
  });
  it('is known when the same bytes come again, also out of order, and changes nothing', async () => {
    const { node, about, stored } = await proving();
    const [one, two] = [node.receipt(about, { state: 'resident' }), node.receipt(about)];
    await node.send(one, two);
    expect(await node.send(one, two)).toStrictEqual(
      results({ counter: 1, result: 'known' }, { counter: 2, result: 'known' }),
    );
    expect(await stored()).toHaveLength(2);
  });
  it('with other bytes at a counter that was used is a replay', async () => {
    const { w, node, about } = await proving();
    await node.send(node.receipt(about, { state: 'resident' }), node.receipt(about));
    const replayed = (counter: number) => ({ counter, result: 'refused', code: 'receipt_replayed' });
    await w.clock.advance(1000);
    expect(await node.send(node.receipt(about, { counter: 2 }), node.receipt(about, { counter: 1 }))).toStrictEqual(
      results(replayed(2), replayed(1)),
    );
  });
  it('must name the one before it', async () => {
    const { node, about } = await proving();
    await node.send(node.receipt(about, { state: 'resident' }));
    const broken = node.receipt(about, { previousReceipt: 'a'.repeat(64) });
    expect(await node.send(broken)).toStrictEqual(results({ counter: 2, result: 'refused', code: 'receipt_invalid' }));
  });
  it('goes on after receipts that were lost, and says so', async () => {
    const { node, about, stored } = await proving();
    node.receipt(about);
    expect(await node.send(node.receipt(about))).toStrictEqual(results({ counter: 2, result: 'stored' }));
    expect((await stored())[0]?.payload).toMatchObject({ counter: 2, gap: true });
  });
  it('does not keep the others of a queue from being stored', async () => {
    const { node, about, stored } = await proving();
    const queue = [node.receipt(about, { digest: 'a'.repeat(64) }), node.receipt(about), node.receipt(about)];
    expect(await node.send(...queue)).toStrictEqual(
      results(
        { counter: 1, result: 'refused', code: 'receipt_invalid', reason: 'digest' },
        { counter: 2, result: 'stored' },
        { counter: 3, result: 'stored' },
      ),
    );
    expect((await stored()).map(({ payload }) => payload?.['counter'])).toStrictEqual([2, 3]);
  });
  it('of a failed probe is stored and proves nothing', async () => {
    const { node, about, proven } = await proving();
    expect(await node.send(node.receipt(about, { probe: 'failed' }))).toStrictEqual(
      results({ counter: 1, result: 'stored' }),
    );
    expect(await proven()).toBeNull();
  });

  const OTHER = `node-${'0'.repeat(32)}`;
  it.each<[string, Record<string, string | number | object>, string]>([
    ['another control plane', { controlPlane: 'other' }, 'controlPlane'],
    ['another node', { node: OTHER }, 'node'],
    ['another cluster', { cluster: 'other.production' }, 'cluster'],
    ['a release nobody issued', { digest: 'a'.repeat(64) }, 'digest'],
    ['another generation of it', { generation: 2 }, 'generation'],
    ['another epoch of it', { epoch: 2 }, 'epoch'],
    ['a file that is not what was signed', { configs: { [CLUSTER_NAME]: 'a'.repeat(64) } }, 'configs'],
    ['a file too few', { configs: {} }, 'configs'],
    ['a file too many', { configs: { ...CONFIGS, 'other.production': 'a'.repeat(64) } }, 'configs'],
  ])('is refused for %s', async (_name, over, reason) => {
    const { node, about, proven, stored } = await proving();
    const receipt = node.receipt(about, over as never);
    expect(await node.send(receipt)).toStrictEqual(
      results({ counter: 1, result: 'refused', code: 'receipt_invalid', reason }),
    );
    expect([await stored(), await proven()]).toStrictEqual([[], null]);
  });
  it('is refused without the shape or the key it should have', async () => {
    const { w, node, about, stored } = await proving();
    const stranger = await w.enrolled();
    const forged = stranger.receipt(about, { node: node.id });
    const bent = node.receipt(about, { state: 'perhaps' });
    const form = { counter: 0, result: 'refused', code: 'receipt_invalid', reason: 'form' };
    expect(await node.send(forged, bent, 'a.b.c')).toStrictEqual(
      results({ counter: 1, result: 'refused', code: 'receipt_invalid', reason: 'signature' }, form, form),
    );
    expect(await stored()).toStrictEqual([]);
  });
  it('is refused from a node that was removed', async () => {
    const { w, node, about } = await proving();
    await removeNode(
      w.world,
      { params: { id: node.id }, query: {}, body: {} },
      callAs('Operator', { at: w.clock.instant() }),
    );
    expect(await node.send(node.receipt(about))).toMatchObject({ status: 401, body: { code: 'node_revoked' } });
  });
  it.each([
    ['streams', 'append', false],
    ['streams', 'append', true],
    ['pulses', 'prove', false],
    ['pulses', 'prove', true],
  ] as const)('counts in the end although %s.%s fails (stored: %s)', async (port, method, stored) => {
    const { w, node, about, proven, stored: all } = await proving();
    const receipt = node.receipt(about);
    if (port === 'streams') w.failOnce('streams', 'append', { stored });
    else w.failOnce('pulses', 'prove', { stored });
    expect((await node.send(receipt)).status, `${method} fails`).toBe(500);
    expect((await node.send(receipt)).status).toBe(200);
    expect(await all()).toHaveLength(1);
    expect(await proven()).toMatchObject({ generation: 1, state: 'active' });
  });
});
