import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { INSTALLED } from '../../../local/folders.ts';
import { installOnce } from '../../../local/process/install-once.ts';

const left = (): string[] =>
  existsSync(INSTALLED) ? readdirSync(INSTALLED).filter((name) => name.startsWith('test-install-')) : [];
const writes = (text: string) => async (folder: string) => writeFileSync(join(folder, 'it'), text);

it('is there whole, once for what it is made of, or not at all', async () => {
  onTestFinished(() => {
    for (const name of left()) rmSync(join(INSTALLED, name), { recursive: true });
  });
  const failing = installOnce('test-install', ['1'], async (folder) => {
    await writes('half')(folder);
    throw new Error('no network');
  });
  await expect(failing).rejects.toThrow('no network');
  expect(left()).toStrictEqual([]);

  const place = await installOnce('test-install', ['1'], writes('first'));
  expect(await installOnce('test-install', ['1'], writes('second'))).toBe(place);
  expect(readFileSync(join(place, 'it'), 'utf8')).toBe('first');
  expect(await installOnce('test-install', ['2'], writes('third'))).not.toBe(place);
  expect(left()).toHaveLength(2);
});
