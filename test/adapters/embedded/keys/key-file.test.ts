import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keyFile } from '../../../../adapters/embedded/keys/key-file.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

it('of two who make a key at the same time, both get the one that was first', () => {
  const path = join(tempFolder(), 'token.key');
  const late = keyFile(path, () => {
    writeFileSync(path, 'first', { mode: 0o600 }); // another process, between our look and our write
    return 'second';
  });
  expect(late).toBe('first');
  expect(keyFile(path, () => 'third')).toBe('first');
  expect(readdirSync(join(path, '..'))).toStrictEqual(['token.key']);
});
