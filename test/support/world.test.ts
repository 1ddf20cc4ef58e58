import { expect, it } from 'vitest';
import { done } from '../../core/decision.ts';
import type { DomainEvent, StreamKind } from '../../core/stream.ts';
import { transact } from '../../usecases/transact.ts';
import { callAs } from './call.ts';
import { memoryWorld } from './world.ts';

interface Counted extends DomainEvent {
  readonly type: 'Counted';
  readonly by: number;
}
const COUNTER: StreamKind<number, Counted> = {
  kind: 'counter',
  schemaVersion: 1,
  initial: 0,
  evolve: (state, { by }) => state + by,
};

const count = (memory: ReturnType<typeof memoryWorld>, key: string, by: number) =>
  transact(memory.world, callAs('Operator', { key }), async (tx) => {
    await tx.load(COUNTER, 'visits');
    return done({ visits: tx.append(COUNTER, 'visits', [{ type: 'Counted', by }]) });
  });

it('carries a use case from load to store, once a command', async () => {
  const memory = memoryWorld();
  expect(await count(memory, 'first', 2)).toStrictEqual(done({ visits: 2 }));
  expect(await count(memory, 'first', 2)).toStrictEqual(done({ visits: 2 }));
  expect(await count(memory, 'second', 3)).toStrictEqual(done({ visits: 5 }));
  memory.close();
});

it.each([
  { stored: false, visits: 0 },
  { stored: true, visits: 2 },
])('fails one write, stored: $stored, and converges when asked again', async ({ stored, visits }) => {
  const memory = memoryWorld();
  memory.failOnce('streams', 'append', { stored });
  await expect(count(memory, 'first', 2)).rejects.toThrow('streams.append failed');
  expect((await memory.world.streams.load('local/counter/visits'))?.state ?? 0).toBe(visits);
  expect(await count(memory, 'first', 2)).toStrictEqual(done({ visits: 2 }));
  memory.close();
});

it('moves time only when told, firing timers in order at their own moment', async () => {
  const { clock } = memoryWorld();
  const seen: string[] = [];
  clock.after(2000, () => seen.push(`late ${clock.instant()}`));
  clock.after(1000, () => {
    seen.push(`early ${clock.instant()}`);
    clock.after(500, () => seen.push(`chained ${clock.instant()}`));
  });
  const cancel = clock.after(100, () => seen.push('cancelled'));
  cancel();
  await clock.advance(1999);
  expect(seen).toStrictEqual(['early 2026-11-22T09:30:01.000Z', 'chained 2026-11-22T09:30:01.500Z']);
  await clock.advance(1);
  expect(seen.at(-1)).toBe('late 2026-11-22T09:30:02.000Z');
  expect(clock.instant()).toBe('2026-11-22T09:30:02.000Z');
});
