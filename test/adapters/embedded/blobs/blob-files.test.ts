import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { blobFiles } from '../../../../adapters/embedded/blobs/blob-files.ts';
import { sha256Hex } from '../../../../core/integrity/digest.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const BYTES = Buffer.from('{"rate":7}');
const BLOB = { namespace: 'a.staging', sha256: sha256Hex(BYTES) };
let root = '';
beforeEach(() => {
  root = tempFolder();
});

const filesIn = (folder: string): string[] => readdirSync(join(root, folder));

it('has bytes written, but nothing under their name, while it is being decided', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stored = blobFiles(root).store(BLOB, BYTES, promise);
  await expect.poll(() => filesIn('.incoming')).toHaveLength(1);
  expect(filesIn('.')).toStrictEqual(['.incoming']);
  resolve(true);
  await stored;
  expect([filesIn('.incoming'), filesIn(BLOB.namespace)]).toStrictEqual([[], [BLOB.sha256]]);
});

it.each([
  ['refused', async () => false],
  ['not decided', () => Promise.reject(new Error('undecided'))],
])('leaves no file and no folder behind of what is %s', async (_, decide) => {
  await blobFiles(root)
    .store(BLOB, BYTES, decide())
    .catch((error: Error) => expect(error.message).toBe('undecided'));
  expect([filesIn('.incoming'), filesIn('.')]).toStrictEqual([[], ['.incoming']]);
});
