import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CONFIG } from '../../../core/config/evolve.ts';
import { feed } from '../../../functions/project/feed.ts';
import { projectFunction } from '../../../functions/project/handler.ts';
import { parking } from '../../../functions/project/parking.ts';
import { config } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';
import { memoryParked } from './parked.ts';

let sequence = 0;
const record = (pk: string, sk = 'HEAD', eventName: DynamoDBRecord['eventName'] = 'MODIFY'): DynamoDBRecord => ({
  eventName,
  eventSource: 'aws:dynamodb',
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: String(++sequence) },
});
const batch = (...records: DynamoDBRecord[]): DynamoDBStreamEvent => ({ Records: records });
const plenty = (): number => 60_000;
const numbersOf = (records: readonly DynamoDBRecord[], stream: string) =>
  records.filter(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S === stream).map((each) => each.dynamodb?.SequenceNumber);

describe('a batch of the feed', () => {
  let folded: string[];
  let running: number;
  let most: number;
  let failing: Set<string>;
  const foldOrPark = async (stream: string): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    folded.push(stream);
    if (failing.has(stream)) throw new Error(`${stream} could not be parked`);
  };
  const follow = (event: DynamoDBStreamEvent, left = plenty) => feed({ foldOrPark }, () => {})(event, left);
  beforeEach(() => {
    folded = [];
    failing = new Set();
    running = 0;
    most = 0;
  });

  it('folds each stream once, however many records it has', async () => {
    const event = batch(record('a'), record('b', 'HEAD', 'INSERT'), record('a'), record('a'), record('b'));
    expect(await follow(event)).toStrictEqual({ batchItemFailures: [] });
    expect(folded.toSorted()).toStrictEqual(['a', 'b']);
  });

  it('looks at heads alone', async () => {
    await follow(batch(record('a', 'E#0000000000000001'), record('command#x', '-'), record('b', 'HEAD', 'REMOVE')));
    expect(folded).toStrictEqual([]);
  });

  it('folds at most eight at a time', async () => {
    await follow(batch(...Array.from({ length: 50 }, (_, index) => record(`stream-${index}`))));
    expect([folded.length, most]).toStrictEqual([50, 8]);
  });

  it('gives back every record of a stream that could not be parked, and goes on with the others', async () => {
    failing.add('b');
    const records = [record('a'), record('b'), record('c'), record('b')];
    const { batchItemFailures } = await follow(batch(...records));
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toStrictEqual(numbersOf(records, 'b'));
    expect(folded.toSorted()).toStrictEqual(['a', 'b', 'c']);
  });

  it.each([
    { left: 14_999, expected: [] },
    { left: 15_000, expected: ['a'] },
  ])('with $left ms left begins $expected', async ({ left, expected }) => {
    const event = batch(record('a'));
    const { batchItemFailures } = await follow(event, () => left);
    expect(folded).toStrictEqual(expected);
    expect(batchItemFailures.length).toBe(1 - expected.length);
  });
});

describe('the feed over a real store', () => {
  async function stored(names: readonly string[]) {
    const memory = memoryWorld();
    for (const name of names) await config(memory.world, name);
    const streams = names.map((name) => `local/${CONFIG.kind}/${name}`);
    const faults: string[] = [];
    const poisoned = new Set<string>();
    const { project } = projectFunction(memory.world, () => {});
    const kept = memoryParked();
    const set = parking({
      project: async (stream) => {
        if (poisoned.has(stream)) throw new Error('poison');
        await project(stream);
      },
      parked: kept.parked,
      now: memory.clock.now,
      pause: async () => {},
      onParked: () => {},
      onReleased: () => {},
      onCounted: () => {},
    });
    const follow = feed(set, (_, stream) => faults.push(stream));
    const marks = () => Promise.all(streams.map((stream) => memory.world.views.mark(stream)));
    return { ...memory, streams, follow, set, kept, poisoned, faults, marks };
  }
  const NAMES = ['alpha.production', 'beta.production', 'gamma.production'];

  it('parks the poisoned stream whole; the others are folded, and it is when the poison is gone', async () => {
    const w = await stored(NAMES);
    const poison = w.streams[1] ?? '';
    w.poisoned.add(poison);
    expect(await w.follow(batch(...w.streams.map((stream) => record(stream))), plenty)).toStrictEqual({
      batchItemFailures: [],
    });
    expect(await w.marks()).toStrictEqual([1, 0, 1]);
    expect([...w.kept.rows.keys()]).toStrictEqual([poison]);
    w.poisoned.clear();
    await w.clock.advance(30_000);
    expect(await w.set.retryDue()).toBe(1);
    expect(await w.marks()).toStrictEqual([1, 1, 1]);
    expect(w.kept.rows.size).toBe(0);
    w.close();
  });

  it.each([
    { port: 'views', method: 'commit' },
    { port: 'log', method: 'append' },
    { port: 'bus', method: 'publish' },
  ] as const)('folds once and tells at least once although the reply of $port.$method was lost', async (lost) => {
    const w = await stored(NAMES);
    w.failOnce(lost.port, lost.method as never, { stored: true });
    await w.follow(batch(...w.streams.map((stream) => record(stream))), plenty);
    expect(await w.marks()).toStrictEqual([1, 1, 1]);
    expect(await w.world.log.size()).toBe(3);
    expect(new Set(w.published.map(({ id }) => id)).size).toBe(3);
    expect(w.kept.rows.size).toBe(0);
    w.close();
  });

  it('comes to the same whatever records come, how often and in which order, once one of each stream came', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 2 }), { maxLength: 12 }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.integer({ min: 1, max: 5 }),
        async (extra, all, size) => {
          const w = await stored(NAMES);
          const records = [...extra, ...all, ...extra].map((index) => record(w.streams[index] ?? ''));
          for (let from = 0; from < records.length; from += size)
            await w.follow(batch(...records.slice(from, from + size)), plenty);
          expect(await w.marks()).toStrictEqual([1, 1, 1]);
          expect(await w.world.log.size()).toBe(3);
          expect(w.published.map(({ id }) => id).toSorted()).toStrictEqual(w.streams.map((each) => `${each}#1`));
          expect(w.faults).toStrictEqual([]);
          w.close();
        },
      ),
      { numRuns: 25 },
    ));
});
