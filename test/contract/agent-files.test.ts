import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildFolder, replaceFile, replaceLink } from '../../agent/durable.ts';
import { memoryFiles } from '../../agent/in-memory/memory-files.ts';
import type { Files } from '../../agent/ports.ts';
import { diskFiles } from '../../agent/real/disk-files.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-files-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = async (files: Files, path: string): Promise<string | undefined> => {
  const read = await files.read(path);
  return read && new TextDecoder().decode(read);
};

describe.each([
  { name: 'disk', make: (): Files => diskFiles(newFolder()) },
  { name: 'memory', make: (): Files => memoryFiles() },
])('files on $name', ({ make }) => {
  it('have nothing where nothing was put', async () => {
    const files = make();
    expect(await files.read('a')).toBeUndefined();
    expect(await files.read('a/b')).toBeUndefined();
    expect(await files.readLink('a')).toBeUndefined();
    expect(await files.version('a')).toBeUndefined();
    expect(await files.list('a')).toStrictEqual([]);
    await files.remove('a');
  });

  it('keep what is written, and replace it', async () => {
    const files = make();
    await files.write('a', bytes('one'));
    await files.write('a', bytes('two!'));
    expect(await textOf(files, 'a')).toBe('two!');
    expect(await files.list('.')).toStrictEqual(['a']);
  });

  it('do not write where there is no folder', async () => {
    const files = make();
    await expect(files.write('x/a', bytes('one'))).rejects.toThrow();
    await expect(files.rename('nothing', 'a')).rejects.toThrow();
  });

  it('make folders with their parents, and find them made', async () => {
    const files = make();
    await files.makeFolder('x/y');
    await files.makeFolder('x/y');
    await files.write('x/y/a', bytes('one'));
    await files.syncFolder('x/y');
    await files.syncFolder('.');
    expect(await files.list('x')).toStrictEqual(['y']);
    await files.remove('x');
    expect(await files.list('.')).toStrictEqual([]);
  });

  it('rename files over files, links over links, and folders with all below', async () => {
    const files = make();
    await replaceFile(files, 'a', bytes('one'));
    await replaceFile(files, 'a', bytes('two'));
    expect(await textOf(files, 'a')).toBe('two');
    for (const version of ['1', '2']) {
      await buildFolder(files, version, [{ name: 'f', bytes: bytes(version) }]);
      await replaceLink(files, version, 'current');
      expect(await textOf(files, 'current/f')).toBe(version);
      expect(await files.readLink('current')).toBe(version);
      expect(await files.list('current')).toStrictEqual(['f']);
    }
    expect((await files.list('.')).toSorted()).toStrictEqual(['1', '2', 'a', 'current']);
  });

  it('take a link away, and not what it points to', async () => {
    const files = make();
    await buildFolder(files, '1', [{ name: 'f', bytes: bytes('one') }]);
    await replaceLink(files, '1', 'current');
    await files.remove('current');
    expect(await textOf(files, '1/f')).toBe('one');
  });

  it('change the version of a file with every write, also of the same bytes', async () => {
    const files = make();
    const seen = new Set<string | undefined>();
    for (let each = 0; each < 5; each++) {
      await replaceFile(files, 'a', bytes('same'));
      seen.add(await files.version('a'));
      expect(await files.version('a')).toBe(await files.version('a'));
    }
    expect(seen.size).toBeGreaterThan(1);
    expect(seen.has(undefined)).toBe(false);
  });
});

describe('files on disk', () => {
  it('give secrets to nobody else, also when the file was there with another mode', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'key'), 'old');
    chmodSync(join(folder, 'key'), 0o666);
    await diskFiles(folder).write('key', bytes('new'), 0o600);
    expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
  });

  it('read plain files only: no link at the end, no folder, no endless device', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'plain'), 'text');
    symlinkSync('plain', join(folder, 'link'));
    symlinkSync('/dev/zero', join(folder, 'device'));
    const files = diskFiles(folder);
    expect(await textOf(files, 'plain')).toBe('text');
    expect(await files.read('link')).toBeUndefined();
    expect(await files.read('device')).toBeUndefined();
    expect(await files.read('.')).toBeUndefined();
  });

  it('show a change in place by another version', async () => {
    const folder = newFolder();
    const files = diskFiles(folder);
    await files.write('a', bytes('one'));
    const before = await files.version('a');
    writeFileSync(join(folder, 'a'), 'longer');
    expect(await files.version('a')).not.toBe(before);
  });
});

describe('files in memory', () => {
  it('lose with the power what was not flushed, and nothing else', async () => {
    const files = memoryFiles();
    await files.makeFolder('x');
    await files.syncFolder('.');
    await files.write('x/kept', bytes('one'));
    await files.syncFolder('x');
    await files.write('x/lost', bytes('two'));
    await files.remove('x/kept');
    files.losePower();
    expect(await files.list('x')).toStrictEqual(['kept']);
  });
});
