import { describe, expect, it } from 'vitest';
import type { DynamoCall, DynamoOperations } from '../../../../adapters/aws/dynamodb/dynamo-call.ts';
import { dynamoPulses } from '../../../../adapters/aws/pulses/dynamo-pulses.ts';
import { nodeKey, nodeOf, partitionKey, partitionOf, partitionsOf } from '../../../../adapters/aws/pulses/places.ts';
import { PULSES_TABLE } from '../../../../schemas/aws-tables.ts';
import { proof } from '../../../contract/pulse-rows.ts';
import { busyPulse, someNodes } from '../../../support/busy-pulse.ts';
import { memoryDynamo } from '../../../support/dynamo/memory-dynamo.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const SETTLED_MS = 11 * MINUTE_MS;

/** A sweep, which tends the partitions, and two functions that only write and read, one of them long frozen. */
function fleet() {
  const memory = memoryDynamo(PULSES_TABLE);
  const queried = new Set<string>();
  const call: DynamoCall = (operation, input) => {
    if (operation === 'Query')
      queried.add(JSON.stringify((input as DynamoOperations['Query']['input']).ExpressionAttributeValues));
    return memory(operation, input);
  };
  const clock = virtualClock();
  const frozen = virtualClock();
  const opened = (over: { readonly tends?: boolean; readonly clock?: typeof clock } = {}) =>
    dynamoPulses(call, { table: 'pulses', clock, ...over });
  const sweep = opened({ tends: true });
  const put = (pulses: typeof sweep, nodes: readonly string[], sequence = 1) =>
    Promise.all(nodes.map((node) => pulses.put(busyPulse({ cluster: 'edge', node, sequence }))));
  const fold = async (pulses: typeof sweep) => {
    queried.clear();
    const rows = await pulses.fold<[string, number, number | undefined][]>('edge', [], (all, row) => {
      all.push([row.node, row.sequence, row.proven?.generation]);
      return all;
    });
    return { rows: rows.toSorted(), partitions: queried.size };
  };
  return { clock, sweep, other: opened(), old: opened({ clock: frozen }), put, fold };
}
const rowsOf = (nodes: readonly string[], sequence: number, proven?: number) =>
  nodes.map((node): [string, number, number | undefined] => [node, sequence, proven]).toSorted();

describe('partitions', () => {
  it('are one up to a quarter over a thousand rows, and then two', async () => {
    const { sweep, put, fold } = fleet();
    const nodes = someNodes(1251);
    await put(sweep, nodes.slice(0, 1250));
    await fold(sweep);
    expect((await fold(sweep)).partitions).toBe(1);
    await put(sweep, nodes.slice(1250));
    await fold(sweep);
    const grown = await fold(sweep);
    expect(grown.partitions).toBe(2);
    expect(grown.rows).toStrictEqual(rowsOf(nodes, 1));
  });

  it('grow by as much as is needed at once, and only when somebody tends them; all pages are read', async () => {
    const { sweep, other, put, fold } = fleet();
    await put(other, someNodes(5000));
    await fold(other);
    expect((await fold(other)).partitions).toBe(1);
    await fold(sweep);
    expect((await fold(other)).partitions).toBe(8);
  });

  it('lose no row and see none twice while they grow, whoever writes by whatever number', async () => {
    const { clock, sweep, other, old, put, fold } = fleet();
    const nodes = someNodes(2600);
    await put(old, nodes.slice(0, 2000)); // remembers one partition for ever
    await other.prove('edge', nodes[0] ?? '', proof(7, 'active'));
    await fold(sweep); // two
    await clock.advance(2 * MINUTE_MS);
    await put(other, nodes.slice(0, 500), 2); // where they belong now, beside their old rows
    await put(other, nodes.slice(2000), 2);
    await put(old, nodes.slice(400, 600), 3); // still by the old number
    const expected = [
      ...rowsOf(nodes.slice(0, 1), 2, 7),
      ...rowsOf(nodes.slice(1, 400), 2),
      ...rowsOf(nodes.slice(400, 600), 3),
      ...rowsOf(nodes.slice(600, 2000), 1),
      ...rowsOf(nodes.slice(2000), 2),
    ].toSorted();
    for (const reader of [other, sweep]) expect((await fold(reader)).rows).toStrictEqual(expected);
    for (const [node, sequence, generation] of expected.filter((_, index) => index % 100 === 0)) {
      const row = await other.get('edge', node);
      expect([row?.sequence, row?.proven?.generation]).toStrictEqual([sequence, generation]);
    }
    // After everybody knows the new number, what lies elsewhere is moved, with its proof.
    await clock.advance(SETTLED_MS);
    for (let pass = 0; pass < 3; pass++) expect((await fold(sweep)).rows).toStrictEqual(expected);
    await clock.advance(2 * MINUTE_MS);
    expect((await fold(other)).rows).toStrictEqual(expected);
    expect((await other.get('edge', nodes[0] ?? ''))?.proven?.generation).toBe(7);
    await other.remove('edge', nodes[0] ?? '');
    expect((await fold(other)).rows).toHaveLength(expected.length - 1);
  });

  it('a sign of life that finds no row in the new place says so', async () => {
    const { clock, sweep, other, put, fold } = fleet();
    const nodes = someNodes(1300);
    await put(sweep, nodes);
    await fold(sweep);
    await clock.advance(2 * MINUTE_MS);
    const moves = nodes.filter((node) => partitionOf(node, 2) === 1)[0] ?? '';
    const row = busyPulse({ cluster: 'edge', node: moves });
    const life = { ...row, seenAt: row.seenAt + 30, sample: null, newWindow: false };
    expect(await other.refresh(life)).toBe(false);
    await other.put({ ...row, sequence: 2 });
    expect(await other.refresh(life)).toBe(true);
    expect((await other.get('edge', moves))?.sequence).toBe(3);
  });

  it('keep clusters apart whose names are alike, or long', async () => {
    const pulses = dynamoPulses(memoryDynamo(PULSES_TABLE), { table: 'pulses', clock: virtualClock() });
    const names = ['edge', 'edge-1', `${'e'.repeat(90)}a`, `${'e'.repeat(90)}b`];
    for (const cluster of names) await pulses.put(busyPulse({ cluster, node: 'node-1' }));
    for (const cluster of names)
      expect(await pulses.fold<string[]>(cluster, [], (all, row) => [...all, row.cluster])).toStrictEqual([cluster]);
  });
});

describe('where a node lies', () => {
  const nodes = someNodes(4000);
  it('is evenly spread', () => {
    const counts = Array.from({ length: 4 }, (_, part) => nodes.filter((node) => partitionOf(node, 4) === part).length);
    expect(Math.min(...counts)).toBeGreaterThan(900);
  });
  it('is in the same partition, or as many further on, when the number doubles', () => {
    for (const node of nodes) expect([partitionOf(node, 4), partitionOf(node, 4) + 4]).toContain(partitionOf(node, 8));
    expect(partitionsOf(nodes[0] ?? '', { count: 8, from: 8 })).toHaveLength(1);
    for (const node of nodes) expect(partitionsOf(node, { count: 8, from: 1 })).toContain(0);
  });
  it.each([nodes[0] ?? '', 'node-1', '~x', 'node-ABC'])('is under a key that can be read back: %s', (node) => {
    expect(nodeOf(nodeKey(node))).toBe(node);
  });
  it.each([
    { name: 'a'.repeat(32), key: `${'a'.repeat(32)}#3` },
    { name: 'a'.repeat(33), key: /^~[\w-]{16}#3$/ },
  ])('is under the name of its cluster up to 32 characters: $name', ({ name, key }) => {
    expect(partitionKey(name, 3)).toMatch(key);
  });
});
