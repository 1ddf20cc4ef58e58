import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';
import type { TestNode } from '../../support/test-node.ts';

/* Receipts are all that counts as proof. One that is not the next word of this node about a release of its cluster
 * is refused with its code, and proves nothing. */

const OTHER = 'vault.production';
const CONFIGS = { [CLUSTER_NAME]: sha256Hex('{"retries":3}') };
let w: NodeWorld;
let [ours, theirs] = ['', ''];
let node: TestNode;
beforeEach(async () => {
  w = await nodeWorld();
  node = await w.enrolled();
  ({ digest: ours } = await draftRelease(w.world));
  ({ digest: theirs } = await draftRelease(w.world, { name: OTHER }));
  for (const cluster of [CLUSTER_NAME, OTHER]) await signPending(w.world, cluster);
});
afterEach(() => w.close());

const about = (over: object = {}) => ({
  cluster: CLUSTER_NAME,
  generation: 1,
  digest: ours,
  configs: CONFIGS,
  ...over,
});
const proven = async (who: TestNode = node, cluster = CLUSTER_NAME) =>
  (await w.world.pulses.get(cluster, who.id))?.proven ?? null;
const stored = async (who: TestNode = node) =>
  (await w.events(who.id)).flatMap(({ type, payload }) => (type === 'ReceiptStored' ? [payload?.['counter']] : []));
const results = async (...receipts: readonly string[]) =>
  ((await node.send(...receipts)).body['results'] ?? []) as { result: string; code?: string; reason?: string }[];
const told = async (receipt: string): Promise<string> => {
  const [{ result, code, reason } = { result: 'nothing' }] = await results(receipt);
  return [result, code, reason].filter((word) => word !== undefined).join(' ');
};

describe('a receipt of somebody else', () => {
  it('taken from another node of the cluster is not signed by this one, and proves nothing for either', async () => {
    const other = await w.enrolled();
    const caught = other.receipt(about());
    expect(await told(caught)).toBe('refused receipt_invalid signature');
    expect([await proven(), await proven(other), await stored()]).toStrictEqual([null, null, []]);
    expect((await other.send(caught)).body['results']).toMatchObject([{ result: 'stored' }]);
    expect([await proven(), (await proven(other))?.generation]).toStrictEqual([null, 1]);
  });
  it('about another node is refused, and that node is not proven', async () => {
    const other = await w.enrolled();
    expect(await told(node.receipt(about(), { node: other.id }))).toBe('refused receipt_invalid node');
    expect([await proven(), await proven(other)]).toStrictEqual([null, null]);
  });
  it('does not go in by the path of that node', async () => {
    const other = await w.enrolled();
    const receipt = other.receipt(about());
    expect(
      await node.post(`/nodes/${other.id}/receipts`, { receipts: [receipt] }, `Bearer ${node.token}`),
    ).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await stored(other)).toStrictEqual([]);
  });
});

describe('a receipt about something else', () => {
  const cases: readonly (readonly [string, () => Promise<object> | object, string])[] = [
    ['a release of another cluster', () => ({ digest: theirs }), 'digest'],
    ['a release of another cluster, in its name', () => ({ cluster: OTHER, digest: theirs }), 'cluster'],
    [
      'the envelope instead of what is signed',
      async () => ({ digest: (await clusterState(w.world)).draft?.envelopeSha256 }),
      'digest',
    ],
    [
      'the snapshot instead of the release',
      async () => ({ digest: (await clusterState(w.world)).draft?.snapshot.digest }),
      'digest',
    ],
    ['a content instead of the release', () => ({ digest: CONFIGS[CLUSTER_NAME] }), 'digest'],
    ['a release that nobody drafted', () => ({ digest: sha256Hex('nothing') }), 'digest'],
    ['the next generation', () => ({ generation: 2 }), 'generation'],
    ['another epoch', () => ({ epoch: 2 }), 'epoch'],
    ['the epoch before the first', () => ({ epoch: 0 }), 'epoch'],
    ['no file', () => ({ configs: {} }), 'configs'],
    ['another file', () => ({ configs: { [CLUSTER_NAME]: sha256Hex('{"retries":4}') } }), 'configs'],
    ['a file more', () => ({ configs: { ...CONFIGS, [OTHER]: sha256Hex('x') } }), 'configs'],
    ['the file under another name', () => ({ configs: { [OTHER]: CONFIGS[CLUSTER_NAME] } }), 'configs'],
    ['a directive that is still to come', () => ({ directiveSequence: 1000 }), 'directiveSequence'],
    ['a deployment nobody started', () => ({ deploymentId: '00000000-0000-4000-8000-00000000ffff' }), 'deploymentId'],
    ['another control plane', () => ({ controlPlane: 'other' }), 'controlPlane'],
    ['a state it cannot have', () => ({ state: 'proven' }), 'form'],
  ];
  it.each(cases)('%s is refused, and the true one is stored after it', async (_name, over, reason) => {
    const lie = node.receipt(about(), (await over()) as never);
    expect(await told(lie)).toBe(`refused receipt_invalid ${reason}`);
    expect([await proven(), await stored()]).toStrictEqual([null, []]);
    const next = { counter: 1, previousReceipt: '' };
    expect(await told(node.receipt(about(), next))).toBe('stored');
    expect(await proven()).toMatchObject({ generation: 1, state: 'active' });
  });
});

it('a receipt for a release that is drafted and not signed proves nothing, before it counts or after', async () => {
  const { digest } = await draftRelease(w.world);
  const early = node.receipt(about({ generation: 2, digest }));
  expect(await told(early)).toBe('refused receipt_invalid digest');
  await signPending(w.world, CLUSTER_NAME);
  expect([await proven(), await stored()]).toStrictEqual([null, []]);
  const next = { counter: 1, previousReceipt: '' };
  expect(await told(node.receipt(about({ generation: 2, digest }), next))).toBe('stored');
  expect((await proven())?.generation).toBe(2);
});

describe('a receipt out of its row', () => {
  const first = async (over: object = { state: 'resident' }): Promise<string> => {
    const receipt = node.receipt(about(), over as never);
    expect(await told(receipt)).toBe('stored');
    return receipt;
  };
  it.each([
    ['the same counter with other bytes', { counter: 1, previousReceipt: '' }, 'refused receipt_replayed'],
    ['the next counter, naming nothing before it', { previousReceipt: '' }, 'refused receipt_invalid'],
    ['the next counter, naming another', { previousReceipt: 'a'.repeat(64) }, 'refused receipt_invalid'],
    ['counter 0', { counter: 0 }, 'refused receipt_invalid form'],
    ['a counter below', { counter: -1 }, 'refused receipt_invalid form'],
  ])('%s: %s', async (_name, over, answer) => {
    const honest = await first();
    expect(await told(node.receipt(about(), over))).toBe(answer);
    expect([await stored(), (await proven())?.state]).toStrictEqual([[1], 'resident']);
    const next = { counter: 2, previousReceipt: sha256Hex(honest) };
    expect(await told(node.receipt(about(), next))).toBe('stored');
    expect((await proven())?.state).toBe('active');
  });

  it('a lower counter with other bytes is a replay, however far back', async () => {
    for (const _ of [1, 2, 3, 4]) await first();
    for (const counter of [4, 3, 2, 1])
      expect(await told(node.receipt(about(), { counter, previousReceipt: '' }))).toBe('refused receipt_replayed');
    expect([await stored(), (await proven())?.state]).toStrictEqual([[1, 2, 3, 4], 'resident']);
  });

  it('an old one again takes nothing back', async () => {
    const old = await first();
    await first({});
    const before = await proven();
    await w.clock.advance(60_000);
    expect(await told(old)).toBe('known');
    expect([await proven(), await stored()]).toStrictEqual([before, [1, 2]]);
  });

  it('twice in one message counts once', async () => {
    const receipt = node.receipt(about());
    expect((await results(receipt, receipt)).map(({ result }) => result)).toStrictEqual(['stored', 'known']);
    expect(await stored()).toStrictEqual([1]);
  });

  it('by two doors at once counts once', async () => {
    const receipt = node.receipt(about());
    const answers = await Promise.all(Array.from({ length: 6 }, () => told(receipt)));
    expect(answers.toSorted()).toStrictEqual([...Array.from({ length: 5 }, () => 'known'), 'stored']);
    expect(await stored()).toStrictEqual([1]);
  });

  it.each([
    [0, 400],
    [1, 200],
    [32, 200],
    [33, 400],
  ])('%i in one message: %i', async (count, status) => {
    const receipts = Array.from({ length: count }, () => node.receipt(about()));
    expect((await node.send(...receipts)).status).toBe(status);
    expect(await stored()).toHaveLength(status === 200 ? count : 0);
  });
});

it('whatever of its receipts comes again, in whatever order, each is stored once and the row only grows', async () => {
  const honest = Array.from({ length: 6 }, () => node.receipt(about(), { state: 'resident' }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...honest), { minLength: 1, maxLength: 8 }), async (heard) => {
      await results(...heard);
      const counters = (await stored()) as number[];
      expect(counters).toStrictEqual([...new Set(counters)].toSorted((a, b) => a - b));
    }),
    { numRuns: 40 },
  );
  await results(...honest);
  expect((await stored()).length).toBeGreaterThan(0);
  expect((await proven())?.generation).toBe(1);
});
