import type { Files } from './ports.ts';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.';

/** Replaces a file so that a kill or a power cut leaves the old or the new content, whole. */
export async function replaceFile(files: Files, path: string, bytes: Uint8Array, mode?: number): Promise<void> {
  const next = `${path}.new`;
  await files.write(next, bytes, mode);
  await files.rename(next, path);
  await files.syncFolder(folderOf(path));
}

/** Turns a symbolic link to another target in one step: a reader sees the old target or the new one. */
export async function replaceLink(files: Files, target: string, path: string): Promise<void> {
  const next = `${path}.new`;
  await files.remove(next);
  await files.symlink(target, next);
  await files.rename(next, path);
  await files.syncFolder(folderOf(path));
}

/** Fills a new folder and gives it its name when it is whole. Nothing may be using what has that name now. */
export async function buildFolder(
  files: Files,
  path: string,
  contents: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const next = `${path}.new`;
  await files.remove(next);
  await files.remove(path);
  await files.makeFolder(next);
  // Readers of the configuration are other users, often; nobody is meant to write here.
  for (const { name, bytes } of contents) await files.write(`${next}/${name}`, bytes, 0o444);
  await files.syncFolder(next);
  await files.rename(next, path);
  await files.syncFolder(folderOf(path));
}
