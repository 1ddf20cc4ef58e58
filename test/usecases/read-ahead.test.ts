import { expect, it } from 'vitest';
import { readAhead } from '../../usecases/read-ahead.ts';

it('gives what was read in order, sixteen reads at a time', async () => {
  let running = 0;
  let most = 0;
  const items = Array.from({ length: 40 }, (_, index) => index);
  const read = async (item: number): Promise<number> => {
    most = Math.max(most, ++running);
    for (let turns = 0; turns < 40 - item; turns++) await Promise.resolve();
    running--;
    return item * 2;
  };
  const seen = await Array.fromAsync(readAhead(items, read));
  expect(seen).toStrictEqual(items.map((item) => ({ item, value: item * 2 })));
  expect(most).toBe(16);
});

it('reads little more than what is taken, and throws what a read threw', async () => {
  const asked: number[] = [];
  const read = async (item: number): Promise<number> => {
    asked.push(item);
    if (item === 20) throw new Error('gone');
    return item;
  };
  const items = Array.from({ length: 40 }, (_, index) => index);
  for await (const { item } of readAhead(items, read)) if (item === 3) break;
  expect(asked.length).toBe(16);
  await expect(Array.fromAsync(readAhead(items, read))).rejects.toThrow('gone');
});
