import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLED } from '../folders.ts';

/**
 * Installs something into a folder that is named by what it is made of, unless it is there already.
 * It is made beside its place and moved there whole, so an interrupted or second simultaneous
 * installation never leaves half of one.
 * @param madeOf every text that decides what is installed: lists of versions, programs
 * @param install fills the empty folder it is given; `place` is where it will stand
 * @returns the folder
 */
export async function installOnce(
  name: string,
  madeOf: readonly string[],
  install: (folder: string, place: string) => Promise<void>,
): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(madeOf)).digest('hex').slice(0, 12);
  const place = join(INSTALLED, `${name}-${digest}`);
  if (existsSync(place)) return place;
  const folder = `${place}.${process.pid}.part`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clean);
  try {
    await install(folder, place);
    if (!existsSync(place)) renameSync(folder, place);
    return place;
  } finally {
    process.off('exit', clean);
    clean();
  }
}
