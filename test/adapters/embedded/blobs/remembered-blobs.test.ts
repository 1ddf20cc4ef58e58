import { describe, expect, it } from 'vitest';
import type { BlobStore } from '../../../../adapters/embedded/blobs/blob-store.ts';
import { rememberedBlobs } from '../../../../adapters/embedded/blobs/remembered-blobs.ts';

const LIMIT = 64 * 1024;

/** A store that counts how often it is read, and may be kept waiting. */
function counted(bytes: Uint8Array) {
  const stored = new Map([['n/a', bytes]]);
  const counts = { reads: 0 };
  let gate: Promise<void> = Promise.resolve();
  const store: BlobStore = {
    sizeOf: async (namespace, sha256) => stored.get(`${namespace}/${sha256}`)?.byteLength,
    async open(namespace, sha256) {
      counts.reads += 1;
      const found = stored.get(`${namespace}/${sha256}`);
      await gate;
      return found && { sizeBytes: found.byteLength, bytes: found };
    },
    async store() {},
    async erase(namespace, sha256) {
      stored.delete(`${namespace}/${sha256}`);
    },
  };
  const wait = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    return resolve;
  };
  return { blobs: rememberedBlobs(store), counts, wait };
}

describe('blobs in memory', () => {
  it.each([
    { size: LIMIT, reads: 1 },
    { size: LIMIT + 1, reads: 2 },
  ])('of $size bytes are read $reads times for two who ask', async ({ size, reads }) => {
    const bytes = new Uint8Array(size).fill(7);
    const { blobs, counts } = counted(bytes);
    for (const _ of [1, 2]) expect(await blobs.open('n', 'a')).toStrictEqual({ sizeBytes: size, bytes });
    expect(counts.reads).toBe(reads);
  });
  it('are not remembered when there are none', async () => {
    const { blobs, counts } = counted(new Uint8Array(1));
    for (const _ of [1, 2]) expect(await blobs.open('n', 'b')).toBeUndefined();
    expect(counts.reads).toBe(2);
  });
  it('are gone once erased', async () => {
    const { blobs } = counted(new Uint8Array(1));
    await blobs.open('n', 'a');
    await blobs.erase('n', 'a');
    expect(await blobs.open('n', 'a')).toBeUndefined();
  });
  it('do not come back by a read that began before they were erased', async () => {
    const { blobs, wait } = counted(new Uint8Array(1));
    const release = wait();
    const reading = blobs.open('n', 'a');
    await blobs.erase('n', 'a');
    release();
    await reading;
    expect(await blobs.open('n', 'a')).toBeUndefined();
  });
});
