import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { announcedBytes } from '../../../../adapters/embedded/blobs/announced-bytes.ts';
import type { Bytes } from '../../../../adapters/embedded/blobs/blob-store.ts';

const RIGHT = Buffer.from('twelve bytes');
const announced = { sha256: createHash('sha256').update(RIGHT).digest('hex'), sizeBytes: RIGHT.length };
const read = async (bytes: Bytes): Promise<string> =>
  Buffer.concat(await Array.fromAsync(announcedBytes(bytes, announced))).toString();

it('passes on the bytes announced, in whatever pieces', async () => {
  expect(await read(RIGHT)).toBe('twelve bytes');
  expect(await read(ReadableStream.from([RIGHT.subarray(0, 5), RIGHT.subarray(5)]))).toBe('twelve bytes');
});

it.each([
  { bytes: Buffer.concat([RIGHT, RIGHT]), says: 'longer than announced' },
  { bytes: RIGHT.subarray(1), says: 'shorter than announced' },
  { bytes: Buffer.alloc(RIGHT.length), says: 'another digest than announced' },
])('$says', async ({ bytes, says }) => {
  await expect(read(bytes)).rejects.toThrow(says);
});

it('stops reading at the first byte too many', async () => {
  let pieces = 0;
  const endless = async function* () {
    for (;;) {
      pieces++;
      yield RIGHT;
    }
  };
  await expect(read(endless())).rejects.toThrow('longer than announced');
  expect(pieces).toBe(2);
});
