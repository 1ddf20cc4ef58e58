import type { OpenRelease } from '../core/node/open-release.ts';
import { buildFolder, replaceLink } from './durable.ts';
import { CURRENT, RELEASES, releasePath } from './layout.ts';
import type { Life } from './life.ts';
import { readBlob } from './store.ts';

/** The folder that readers see now, if the link is one of ours. */
export async function currentFolder({ ports }: Pick<Life, 'ports'>): Promise<string | undefined> {
  const target = await ports.files.readLink(CURRENT);
  return target?.startsWith(`${RELEASES}/`) ? target.slice(RELEASES.length + 1) : undefined;
}

/**
 * Builds a folder of a release from the store; nothing shows before the link is turned. Files are copies: writing
 * into a hard link would change the store as well, and nothing would be left to repair from.
 * @returns the folder's name, undefined when the store does not hold all of it intact
 */
export async function materialise(life: Life, release: OpenRelease): Promise<string | undefined> {
  const { ports, held } = life;
  const contents: { name: string; bytes: Uint8Array }[] = [];
  for (const file of release.files) {
    const bytes = await readBlob(ports.files, held.store, file);
    if (!bytes) return undefined;
    contents.push({ name: file.name, bytes });
  }
  const folder = freeName(release, [await currentFolder(life), held.state.running?.folder]);
  await buildFolder(ports.files, releasePath(folder), contents);
  return folder;
}

/** Never a folder that somebody reads: what is there is left as it is until it is pruned. */
function freeName({ word: { epoch, generation } }: OpenRelease, used: readonly (string | undefined)[]): string {
  const name = `${epoch}-${generation}`;
  for (let copy = 0; ; copy++) {
    const folder = copy === 0 ? name : `${name}.${copy}`;
    if (!used.includes(folder)) return folder;
  }
}

/** The switch: one rename. */
export const show = ({ ports }: Pick<Life, 'ports'>, folder: string): Promise<void> =>
  replaceLink(ports.files, releasePath(folder), CURRENT);

/** Takes the link away, where there is nothing good to show. */
export async function showNothing({ ports }: Pick<Life, 'ports'>): Promise<void> {
  await ports.files.remove(CURRENT);
  await ports.files.syncFolder('.');
}

/** Drops folders nobody is told of any more, but the one shown before: somebody may be reading it still. */
export async function pruneFolders(
  { ports }: Pick<Life, 'ports'>,
  keep: readonly (string | undefined)[],
): Promise<void> {
  for (const name of await ports.files.list(RELEASES)) {
    if (!keep.includes(name)) await ports.files.remove(releasePath(name));
  }
}
