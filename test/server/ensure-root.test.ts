import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import * as hand from '../../cli/trust/root-file.ts';
import { ensureRoot, rootKeyPath } from '../../server/trust/ensure-root.ts';
import { getRoot } from '../../usecases/trust/get-root.ts';
import { memoryWorld } from '../support/world.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'plumb-root-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true });
});

it('an embedded server makes its first root and says where the key is', async () => {
  const { world } = memoryWorld();
  const data = folder();
  expect(await ensureRoot(world, data, hand)).toBe(rootKeyPath(data));
  expect(await getRoot(world)).toMatchObject({ ok: true, value: { version: 1 } });
  if (process.platform !== 'win32') expect(statSync(rootKeyPath(data)).mode & 0o777).toBe(0o600);
});

it('makes none when there is one, also when the key was moved away', async () => {
  const { world } = memoryWorld();
  const data = folder();
  await ensureRoot(world, data, hand);
  rmSync(rootKeyPath(data));
  expect(await ensureRoot(world, data, hand)).toBeUndefined();
  expect(existsSync(rootKeyPath(data))).toBe(false);
});

it('goes on with the key of a start that ended half way', async () => {
  const { world, failOnce } = memoryWorld();
  const data = folder();
  failOnce('streams', 'append', { stored: true });
  await expect(ensureRoot(world, data, hand)).rejects.toThrow('streams.append failed');
  const first = await getRoot(world);
  expect(await ensureRoot(world, data, hand)).toBeUndefined();
  expect(await getRoot(world)).toStrictEqual(first);

  const again = memoryWorld();
  again.failOnce('streams', 'append', { stored: false });
  await expect(ensureRoot(again.world, data, hand)).rejects.toThrow('streams.append failed');
  expect(await ensureRoot(again.world, data, hand)).toBe(rootKeyPath(data));
});
