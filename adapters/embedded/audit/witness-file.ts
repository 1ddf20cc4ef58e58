import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Witness } from '../../../usecases/ports.ts';
import { syncFolder, writeSynced } from '../durable-file.ts';

/**
 * The newest signed checkpoint in a file of its own: whoever puts back an old database does not put back this one.
 * Better still in a folder on another disk.
 */
export function witnessFile(folder: string): Witness {
  const path = join(folder, 'checkpoint');
  return {
    async last() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async save(checkpoint) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const beside = join(folder, `.${randomUUID()}`);
      await writeSynced(beside, (file) => file.writeFile(checkpoint));
      await rename(beside, path);
      await syncFolder(folder);
    },
  };
}
