import { beforeEach, describe, expect, it } from 'vitest';
import { type Parking, parking } from '../../../functions/project/parking.ts';
import type { ParkedStream } from '../../../usecases/ports.ts';
import { memoryParked } from './parked.ts';

const NOW = 1_000_000;
let now: number;
let failing: Set<string>;
let tried: string[];
let told: { parked: ParkedStream[]; released: string[]; counts: number[]; pauses: number[] };
let memory: ReturnType<typeof memoryParked>;
let set: Parking;

beforeEach(() => {
  now = NOW;
  failing = new Set();
  tried = [];
  told = { parked: [], released: [], counts: [], pauses: [] };
  memory = memoryParked();
  set = parking({
    project: async (stream) => {
      tried.push(stream);
      if (failing.has(stream)) throw new Error(`${stream} is poisoned`);
    },
    parked: memory.parked,
    now: () => now,
    pause: async (ms) => void told.pauses.push(ms),
    onParked: (row) => told.parked.push(row),
    onReleased: ({ stream }) => told.released.push(stream),
    onCounted: (count) => told.counts.push(count),
  });
});

describe('a stream that is folded', () => {
  it('is tried once, and nothing is told or stored', async () => {
    await set.foldOrPark('a');
    expect([tried, memory.rows.size, told.counts, told.pauses]).toStrictEqual([['a'], 0, [], []]);
  });

  it('may fail twice before', async () => {
    failing.add('a');
    const cured = parking({
      project: async () => {
        tried.push('a');
        if (tried.length < 3) throw new Error('a collision');
      },
      parked: memory.parked,
      now: () => now,
      pause: async () => {},
      onParked: (row) => told.parked.push(row),
      onReleased: () => {},
      onCounted: () => {},
    });
    await cured.foldOrPark('a');
    expect([tried.length, memory.rows.size, told.parked]).toStrictEqual([3, 0, []]);
  });
});

describe('a stream that cannot be folded', () => {
  beforeEach(() => failing.add('a'));

  it('is parked after three tries, with the reason', async () => {
    await set.foldOrPark('a');
    const row = { stream: 'a', attempts: 1, retryAt: NOW + 30_000, reason: 'a is poisoned' };
    expect(tried).toStrictEqual(['a', 'a', 'a']);
    expect([...memory.rows.values()]).toStrictEqual([row]);
    expect(told).toStrictEqual({ parked: [row], released: [], counts: [1], pauses: [200, 1000] });
  });

  it('is counted once however often it is parked', async () => {
    failing.add('b');
    for (const stream of ['a', 'b', 'a', 'b']) await set.foldOrPark(stream);
    expect(told.counts).toStrictEqual([1, 2, 2, 2]);
    expect(told.parked.map(({ stream, attempts }) => [stream, attempts])).toStrictEqual([
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['b', 2],
    ]);
  });

  it('fails aloud when it cannot be parked', async () => {
    memory.state.fail = true;
    await expect(set.foldOrPark('a')).rejects.toThrow('the table is gone');
    expect(told.parked).toStrictEqual([]);
  });

  it('is left alone until it is due, and then tried ever less often, at least every quarter of an hour', async () => {
    await set.foldOrPark('a');
    tried = [];
    now += 29_999;
    expect(await set.retryDue()).toBe(0);
    expect(tried).toStrictEqual([]);
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      const due = memory.rows.get('a')?.retryAt ?? 0;
      now = due;
      await set.retryDue();
      pauses.push((memory.rows.get('a')?.retryAt ?? 0) - due);
    }
    expect(pauses.map((ms) => ms / 1000)).toStrictEqual([60, 120, 240, 480, 900, 900, 900, 900]);
    expect(memory.rows.get('a')?.attempts).toBe(9);
  });

  it('is released at once when a new record makes it fold', async () => {
    await set.foldOrPark('a');
    failing.delete('a');
    await set.foldOrPark('a');
    expect([told.released, memory.rows.size]).toStrictEqual([['a'], 0]);
    await set.foldOrPark('a');
    expect(told.released).toStrictEqual(['a']);
  });

  it('is tried beside others, and holds up none of them when it cannot even be parked again', async () => {
    for (const stream of ['a', 'b', 'c']) failing.add(stream);
    for (const stream of ['a', 'b', 'c']) await set.foldOrPark(stream);
    failing.delete('b');
    failing.delete('c');
    memory.state.fail = true;
    now += 30_000;
    await expect(set.retryDue()).rejects.toThrow('the table is gone');
    expect([told.released.toSorted(), [...memory.rows.keys()]]).toStrictEqual([['b', 'c'], ['a']]);
  });

  it('is released when it folds again, and the others stay', async () => {
    failing.add('b');
    for (const stream of ['a', 'b']) await set.foldOrPark(stream);
    failing.delete('a');
    now += 30_000;
    expect(await set.retryDue()).toBe(1);
    expect([told.released, [...memory.rows.keys()], told.counts.at(-1)]).toStrictEqual([['a'], ['b'], 1]);
  });
});
