import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeSynced } from '../durable-file.ts';
import type { BlobStore, Bytes } from './blob-store.ts';

/** Read at once up to here: a stream costs more than a small file. */
const WHOLE_BYTES = 256 * 1024;

/**
 * Blobs as files `<root>/<namespace>/<sha256>`, folders 0700, files 0600. Written beside, synced, renamed, and the
 * folder synced: a name that exists always has all its bytes, also after a loss of power.
 */
export function blobFiles(root: string): BlobStore {
  const incoming = join(root, '.incoming');
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const pathOf = (namespace: string, sha256: string): string => join(root, namespace, sha256);
  const sizeOf: BlobStore['sizeOf'] = async (namespace, sha256) => {
    const found = await orAbsent(stat(pathOf(namespace, sha256)));
    return found?.size;
  };

  return {
    sizeOf,
    async open(namespace, sha256) {
      const path = pathOf(namespace, sha256);
      const sizeBytes = await sizeOf(namespace, sha256);
      if (sizeBytes === undefined) return undefined;
      return { sizeBytes, bytes: sizeBytes > WHOLE_BYTES ? createReadStream(path) : await readFile(path) };
    },
    async store({ namespace, sha256 }, chunks, when) {
      when?.catch(() => undefined); // asked only when the bytes are written
      const path = pathOf(namespace, sha256);
      const beside = join(incoming, randomUUID());
      try {
        await writeSynced(beside, (file) => writeAll(file, chunks));
        if ((await when) === false) return await rm(beside);
        if (await mkdir(dirname(path), { recursive: true, mode: 0o700 })) await syncFolder(root);
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
    },
    async erase(namespace, sha256) {
      const path = pathOf(namespace, sha256);
      await rm(path, { force: true });
      // Also when there was no file: whoever asks again may not know whether the folder was synced.
      await orAbsent(syncFolder(dirname(path)));
    },
  };
}

async function writeAll(file: FileHandle, chunks: Bytes): Promise<void> {
  if (chunks instanceof Uint8Array) return file.writeFile(chunks);
  for await (const chunk of chunks) await file.writeFile(chunk);
}

const orAbsent = <T>(found: Promise<T>): Promise<T | undefined> =>
  found.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
