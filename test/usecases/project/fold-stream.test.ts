import { expect, it } from 'vitest';
import { done } from '../../../core/decision.ts';
import type { DomainEvent, StreamKind } from '../../../core/stream.ts';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { rebuildViews } from '../../../usecases/project/rebuild-views.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

interface Noted extends DomainEvent {
  readonly type: 'ClusterConfigured';
  readonly cluster: string;
  readonly riskFloor: 'Low';
  readonly directiveLifetimeSeconds: 60;
}
const NOTES: StreamKind<number, Noted> = { kind: 'config', schemaVersion: 1, initial: 0, evolve: (state) => state + 1 };
const NOTED: Noted = { type: 'ClusterConfigured', cluster: 'blue', riskFloor: 'Low', directiveLifetimeSeconds: 60 };
const KEY = 'fees.production';
const STREAM = `local/config/${KEY}`;

const note = async ({ world }: MemoryWorld, times: number) => {
  for (let time = 0; time < times; time++)
    await transact(world, callAs('Operator'), async (tx) => {
      await tx.load(NOTES, KEY);
      return done(tx.append(NOTES, KEY, [NOTED]));
    });
};
const rowsOf = async ({ world }: MemoryWorld, partition: string) =>
  (await world.views.query('audit', partition, { limit: 100 })).rows.map(({ doc }) => doc['revision']);

/** Revisions that this fold reacted to. */
const folded = async ({ world }: MemoryWorld): Promise<number[]> => {
  const seen: number[] = [];
  await foldStream(world, STREAM, async (events) => void seen.push(...events.map(({ revision }) => revision)));
  return seen;
};

it('folds more than a page, once, and again only what is new', async () => {
  const memory = memoryWorld();
  await note(memory, 9);
  expect(await folded(memory)).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await folded(memory)).toStrictEqual([]);
  await note(memory, 1);
  expect(await folded(memory)).toStrictEqual([10]);
  expect(await memory.world.log.size()).toBe(10);
  expect(memory.published.map(({ id }) => id)).toStrictEqual(
    Array.from({ length: 10 }, (_, at) => `${STREAM}#${at + 1}`),
  );
  expect(await rowsOf(memory, 'cluster/blue')).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await rowsOf(memory, `config/${KEY}`)).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  memory.close();
});

it.each([
  { port: 'log', method: 'append', stored: false, published: 2 },
  { port: 'log', method: 'append', stored: true, published: 2 },
  { port: 'bus', method: 'publish', stored: false, published: 2 },
  { port: 'bus', method: 'publish', stored: true, published: 4 },
  { port: 'views', method: 'commit', stored: false, published: 4 },
  { port: 'views', method: 'commit', stored: true, published: 2 },
] as const)('converges when $port.$method fails (stored: $stored)', async ({ port, method, stored, published }) => {
  const memory = memoryWorld();
  await note(memory, 2);
  memory.failOnce(port, method as never, { stored });
  await expect(foldStream(memory.world, STREAM)).rejects.toThrow(`${port}.${method} failed`);
  await foldStream(memory.world, STREAM);
  expect(await memory.world.log.size()).toBe(2);
  expect(await rowsOf(memory, 'all')).toStrictEqual([1, 2]);
  expect(memory.published.length).toBe(published); // at least once
  expect(new Set(memory.published.map(({ id }) => id)).size).toBe(2);
  memory.close();
});

it('gives events again to a reaction that failed, and folds them only then', async () => {
  const memory = memoryWorld();
  await note(memory, 2);
  const failing = foldStream(memory.world, STREAM, async () => Promise.reject(new Error('not now')));
  await expect(failing).rejects.toThrow('not now');
  expect(await rowsOf(memory, 'all')).toStrictEqual([]);
  expect(await folded(memory)).toStrictEqual([1, 2]);
  expect(await rowsOf(memory, 'all')).toStrictEqual([1, 2]);
  memory.close();
});

it('read models rebuilt are the read models; the log stays, nothing goes out again', async () => {
  const memory = memoryWorld();
  await note(memory, 3);
  await foldStream(memory.world, STREAM);
  const everything = async () =>
    Promise.all(
      ['all', 'cluster/blue', `config/${KEY}`, 'actor/ada', 'type/ClusterConfigured'].map((part) =>
        memory.world.views.query('audit', part, { limit: 100 }),
      ),
    );
  const [before, leaves] = [await everything(), await memory.world.log.leaves(0, 10)];
  expect(await rebuildViews(memory.world)).toBe(1);
  expect(await everything()).toStrictEqual(before);
  expect(before.every(({ rows }) => rows.length === 3)).toBe(true);
  expect(await memory.world.log.leaves(0, 10)).toStrictEqual(leaves);
  expect(memory.published.length).toBe(3);
  memory.close();
});
