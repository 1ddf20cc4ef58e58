import { beforeEach, expect, it } from 'vitest';
import { leafData } from '../../../core/audit/entry.ts';
import { reject } from '../../../core/decision.ts';
import { openCheckpoint } from '../../../core/integrity/checkpoint.ts';
import { readPublicKey } from '../../../core/integrity/keys.ts';
import { leafHash, rangeHash, subtreesOf } from '../../../core/integrity/merkle.ts';
import { bytesOfTile, logRoot } from '../../../usecases/audit/log-tiles.ts';
import { signCheckpoint } from '../../../usecases/audit/sign-checkpoint.ts';
import type { LogLeaf } from '../../../usecases/ports.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const leaf = (index: number, hash = 'a'): LogLeaf => ({
  stream: 'local/config/fees.production',
  revision: index + 1,
  hash: hash.repeat(64),
});
const leaves = (from: number, to: number, hash?: string) =>
  Array.from({ length: to - from }, (_, at) => leaf(from + at, hash));
const rootOver = (all: readonly LogLeaf[]) =>
  rangeHash(0, all.length, subtreesOf(all.map((each) => leafHash(leafData(each)))));

let memory: MemoryWorld;
beforeEach(() => {
  memory = memoryWorld();
});

const opened = async (note: string) => {
  const records = (await memory.world.signer.publicKeys()).filter(({ role }) => role === 'checkpoint');
  const keys = records.flatMap(({ publicKey }) => readPublicKey(publicKey) ?? []);
  return openCheckpoint(note, memory.world.controlPlane, keys);
};

it.each([1, 255, 256, 257, 511, 512, 513, 65_537])('the root of %i leaves is that of RFC 6962', async (size) => {
  const all = leaves(0, size);
  await memory.world.log.append(all);
  expect(await logRoot(memory.world, size)).toStrictEqual(rootOver(all));
  expect(await logRoot(memory.world, size)).toStrictEqual(rootOver(all)); // now from kept tiles
});

it('serves full and partial tiles, and none beyond the log', async () => {
  await memory.world.log.append(leaves(0, 300));
  expect((await bytesOfTile(memory.world, { level: 0, index: 0, width: 256 }))?.length).toBe(256 * 32);
  expect((await bytesOfTile(memory.world, { level: 0, index: 1, width: 44 }))?.length).toBe(44 * 32);
  expect(await bytesOfTile(memory.world, { level: 0, index: 1, width: 45 })).toBeUndefined();
  expect((await bytesOfTile(memory.world, { level: 1, index: 0, width: 1 }))?.length).toBe(32);
  expect(await bytesOfTile(memory.world, { level: 1, index: 0, width: 2 })).toBeUndefined();
  expect((await bytesOfTile(memory.world, { level: 'entries', index: 1, width: 44 }))?.length).toBeGreaterThan(44 * 64);
});

it('signs nothing before there is a trust root', async () => {
  expect(await signCheckpoint(memory.world)).toStrictEqual(reject('trust_root_missing'));
});

it('signs size and root, keeps the same note while nothing is added, and a new one after', async () => {
  await loadTestRoot(memory.world);
  await memory.world.log.append(leaves(0, 3));
  const first = await signCheckpoint(memory.world);
  if (!first.ok) throw new Error(first.code);
  expect(await opened(first.value)).toStrictEqual({
    origin: 'plumbline.dev/audit/plumbline-test',
    size: 3,
    root: Uint8Array.from(rootOver(leaves(0, 3))),
    epoch: 1,
  });
  expect(await signCheckpoint(memory.world)).toStrictEqual(first);
  await memory.world.log.append(leaves(3, 4));
  const second = await signCheckpoint(memory.world);
  expect(second.ok && (await opened(second.value))?.size).toBe(4);
  expect(await memory.world.witness.last()).toBe(second.ok && second.value);
});

it.each([
  { name: 'is shorter: an old backup with valid signatures', restored: leaves(0, 2), code: 'log_not_extended' },
  {
    name: 'has another past of the same length: a coherent rewrite',
    restored: leaves(0, 3, 'b'),
    code: 'log_not_extended',
  },
  { name: 'has another past and went on', restored: leaves(0, 9, 'b'), code: 'log_not_extended' },
  { name: 'only went on', restored: leaves(0, 9), code: undefined },
])('a restored log that $name', async ({ restored, code }) => {
  await loadTestRoot(memory.world);
  await memory.world.log.append(leaves(0, 3));
  await signCheckpoint(memory.world);
  const { signer, witness } = memory.world;
  const other = memoryWorld({ signer, witness });
  await loadTestRoot(other.world);
  await other.world.log.append(restored);
  const signed = await signCheckpoint(other.world);
  expect(signed.ok ? undefined : signed.code).toBe(code);
});

it.each([{ stored: false }, { stored: true }])(
  'converges when the witness fails (stored: $stored)',
  async ({ stored }) => {
    await loadTestRoot(memory.world);
    await memory.world.log.append(leaves(0, 3));
    memory.failOnce('witness', 'save', { stored });
    await expect(signCheckpoint(memory.world)).rejects.toThrow('witness.save failed');
    const signed = await signCheckpoint(memory.world);
    expect(signed.ok && (await opened(signed.value))?.size).toBe(3);
  },
);
