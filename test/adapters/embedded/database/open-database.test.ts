import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../adapters/embedded/database/open-database.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const MODULE = new URL('../../../../adapters/embedded/database/open-database.ts', import.meta.url).href;
/** What another process hears when it opens the file. */
const openElsewhere = (path: string): string => {
  const script = `import { openDatabase } from '${MODULE}'; openDatabase(process.argv[1]); console.log('opened');`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script, path], {
    encoding: 'utf8',
  });
  return stdout + stderr;
};

describe('the file of the store', () => {
  it('is durable at every commit', () => {
    const database = openDatabase(join(tempFolder(), 'store.sqlite'));
    expect(database.sql.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 }); // FULL
    expect(database.sql.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    expect(database.sql.prepare('PRAGMA locking_mode').get()).toMatchObject({ locking_mode: 'exclusive' });
    database.close();
  });

  it('belongs to one process, until that lets it go', () => {
    const path = join(tempFolder(), 'store.sqlite');
    const database = openDatabase(path);
    expect(() => openDatabase(path)).toThrow(`${path} is in use by another process`);
    expect(openElsewhere(path)).toContain(`${path} is in use by another process`);
    database.close();
    expect(openElsewhere(path)).toBe('opened\n');
    openDatabase(path).close();
  });

  it('written by a newer version is left alone', () => {
    const path = join(tempFolder(), 'store.sqlite');
    const database = openDatabase(path);
    database.sql.exec('PRAGMA user_version = 99');
    database.close();
    const { size } = statSync(path);
    expect(() => openDatabase(path)).toThrow('was written by a newer version of Plumbline');
    expect(statSync(path).size).toBe(size);
  });
});
