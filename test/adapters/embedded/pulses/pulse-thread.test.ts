import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PulseThread, pulseThread } from '../../../../adapters/embedded/pulses/pulse-thread.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const CLOSED = new Error('the store is closed');
const ENDED = new Error('the thread of pulses has ended');
const fresh = (): string => join(tempFolder(), 'pulses.sqlite');
function opened(file = fresh()): PulseThread {
  const thread = pulseThread(file);
  onTestFinished(() => thread.close());
  return thread;
}
const put = ({ table }: PulseThread, node: string, sequence = 1, body = `{"say":"${node}"}`) =>
  table.put('edge', node, [1, sequence], body);

describe('calls', () => {
  it('made before the file is open are answered like any other', async () => {
    const thread = opened();
    const stored = put(thread, 'a');
    const read = thread.table.one('edge', 'a');
    expect(await stored).toBe(true);
    expect(await read).toStrictEqual({ node: 'a', body: '{"say":"a"}', proven: null });
    expect(await thread.opened).toBeUndefined();
  });

  it('are done in the order in which they are made, over as many commits as it takes', async () => {
    const thread = opened();
    const turns = Array.from({ length: 100 }, (_, index) => put(thread, 'a', index + 1, `${index}`));
    expect(await Promise.all(turns)).toStrictEqual(turns.map(() => true));
    expect(await thread.table.one('edge', 'a')).toMatchObject({ body: '99' });
    expect(await put(thread, 'a', 100)).toBe(false);
  });

  it('fail alone when they cannot be done, and the others of their commit are stored', async () => {
    const thread = opened();
    const [first, wrong, last] = await Promise.allSettled([
      put(thread, 'a'),
      put(thread, 'b', 1, null as unknown as string),
      put(thread, 'c'),
    ]);
    expect([first, last]).toStrictEqual([
      { status: 'fulfilled', value: true },
      { status: 'fulfilled', value: true },
    ]);
    expect(wrong).toMatchObject({ status: 'rejected', reason: { message: 'NOT NULL constraint failed: pulses.body' } });
    expect(await thread.table.nodes('edge', '', 10)).toStrictEqual(['a', 'c']);
  });
});

describe('a page of nodes', () => {
  it('begins behind a node, and is as long as it may be', async () => {
    const thread = opened();
    await Promise.all(['d', 'b', 'a', 'c'].map((node) => put(thread, node)));
    const nodes = (after: string, limit: number) => thread.table.nodes('edge', after, limit);
    expect(await nodes('', 3)).toStrictEqual(['a', 'b', 'c']);
    expect(await nodes('c', 3)).toStrictEqual(['d']);
    expect(await nodes('d', 3)).toStrictEqual([]);
  });
});

describe('closing', () => {
  it('stores what was asked before, refuses what is asked after, and lets the file go', async () => {
    const file = fresh();
    const thread = pulseThread(file);
    const before = Array.from({ length: 70 }, (_, index) => put(thread, `n${index}`));
    const closed = thread.close();
    await expect(put(thread, 'late')).rejects.toThrow(CLOSED);
    expect(await Promise.all(before)).toStrictEqual(before.map(() => true));
    await closed;
    expect(await opened(file).table.nodes('edge', '', 100)).toHaveLength(70);
  });
});

describe('a thread that ends by itself', () => {
  it('fails what it had, and the next call is done by another one', async () => {
    const thread = pulseThread(fresh(), new URL('./mortal-worker.ts', import.meta.url));
    onTestFinished(() => thread.close());
    expect(await put(thread, 'a')).toBe(true);
    const [beside, deadly] = await Promise.allSettled([put(thread, 'b'), put(thread, 'c', 1, 'die')]);
    expect([beside, deadly]).toMatchObject([{ reason: ENDED }, { reason: ENDED }]);
    expect(await put(thread, 'd')).toBe(true);
    expect(await thread.table.nodes('edge', '', 10)).toStrictEqual(['a', 'd']);
  });

  it('is no obstacle to closing, nor is the one after it', async () => {
    const file = fresh();
    const again = pulseThread(file, new URL('./mortal-worker.ts', import.meta.url));
    await expect(put(again, 'a', 1, 'die')).rejects.toThrow(ENDED);
    const last = put(again, 'b');
    await again.close();
    expect(await last).toBe(true);
    expect(await opened(file).table.nodes('edge', '', 10)).toHaveLength(1);

    const thread = pulseThread(fresh(), new URL('./mortal-worker.ts', import.meta.url));
    await expect(put(thread, 'a', 1, 'die')).rejects.toThrow(ENDED);
    await thread.close();
    await expect(put(thread, 'late')).rejects.toThrow(CLOSED);
  });
});

describe('a file that cannot be had', () => {
  it('because another has it: told to whoever waits, and to every call', async () => {
    const file = fresh();
    await opened(file).opened;
    const second = opened(file);
    const call = put(second, 'a');
    const inUse = new Error(`${file} is in use by another process`);
    await expect(second.opened).rejects.toThrow(inUse);
    await expect(call).rejects.toThrow(inUse);
    await expect(put(second, 'b')).rejects.toThrow(inUse);
  });

  it('because it is no database', async () => {
    const file = fresh();
    writeFileSync(file, 'no database, but as long as the head of one would be: '.repeat(20));
    await expect(opened(file).opened).rejects.toThrow(`${file} is damaged, or no database`);
  });
});
