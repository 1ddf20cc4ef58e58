import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FILES = ['plumbline.sqlite', 'plumbline.sqlite-wal'];

/**
 * What a data folder holds, as cheap as it can be told: any commit touches the database's log or the database, any
 * blob is a name. Two equal answers with nothing else running mean that nothing was stored between them.
 */
export function storedIn(dataDir: string): string {
  const files = FILES.map((name) => {
    const { size, mtimeNs } = statSync(join(dataDir, name), { bigint: true });
    return `${name} ${size} ${mtimeNs}`;
  });
  return [...files, ...readdirSync(join(dataDir, 'blobs'), { recursive: true }).map(String).sort()].join('\n');
}
