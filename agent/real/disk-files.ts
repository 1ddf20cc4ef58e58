import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../ports.ts';

/** Longer than any blob: what is longer has been tampered with, and need not fill the memory to be found out. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;

/** `fallback` where there is nothing of this name, or something that is not what was asked for. */
async function unlessAbsent<T, F>(fallback: F, attempt: () => Promise<T>): Promise<T | F> {
  try {
    return await attempt();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EINVAL', 'ELOOP'].includes(String(codeOf(error)))) return fallback;
    throw error;
  }
}

/** A folder of the machine. Links are followed on the way to a file, never at its end, and only plain files are read. */
export function diskFiles(root: string): Files {
  const at = (path: string) => join(root, path);
  return {
    read: (path) =>
      unlessAbsent(undefined, async () => {
        // Not blocking: a pipe somebody put there must not stop the agent.
        const file = await open(at(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
        try {
          const found = await file.stat();
          if (!found.isFile()) return undefined;
          const bytes = new Uint8Array(Math.min(found.size, MAX_READ_BYTES));
          const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
          return bytes.subarray(0, bytesRead);
        } finally {
          await file.close();
        }
      }),
    write: async (path, bytes, mode = 0o644) => {
      // Anew, so that the mode is as asked and nobody else's open file is written into.
      await rm(at(path), { force: true });
      const file = await open(at(path), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    rename: (from, to) => rename(at(from), at(to)),
    symlink: (target, path) => symlink(target, at(path)),
    readLink: (path) => unlessAbsent(undefined, () => readlink(at(path))),
    version: (path) =>
      unlessAbsent(undefined, async () => {
        const { ino, size, mtimeNs, ctimeNs } = await lstat(at(path), { bigint: true });
        return `${ino}.${size}.${mtimeNs}.${ctimeNs}`;
      }),
    list: (folder) => unlessAbsent([], () => readdir(at(folder))),
    remove: (path) => rm(at(path), { recursive: true, force: true }),
    makeFolder: async (path) => {
      await mkdir(at(path), { recursive: true, mode: 0o755 });
    },
    syncFolder: async (path) => {
      const folder = await open(at(path), 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
}
