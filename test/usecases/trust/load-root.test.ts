import { describe, expect, it } from 'vitest';
import { initRoot, newRootKey, rotateRoot } from '../../../cli/trust/root-file.ts';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import type { World } from '../../../usecases/ports.ts';
import { currentRoot } from '../../../usecases/trust/current-root.ts';
import { getRoot, getRootVersion } from '../../../usecases/trust/get-root.ts';
import { loadRoot } from '../../../usecases/trust/load-root.ts';
import { publicKeys } from '../../../usecases/trust/public-keys.ts';
import { callAs } from '../../support/call.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { START } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';

const load = (world: World, body: DsseEnvelope, call = callAs('Admin')) =>
  loadRoot(world, { params: {}, query: {}, body }, call);
const keysOf = async (world: World) => {
  const keys = await publicKeys(world);
  if (!keys.ok) throw new Error(keys.code);
  return keys.value;
};
const nextRoot = async (
  world: World,
  rootKeys: readonly string[],
  over: { newRootKey?: string; epoch?: number } = {},
) => {
  const current = await currentRoot(world);
  if (!current) throw new Error('no root');
  return rotateRoot(current.root, await keysOf(world), { at: START, rootKeys, ...over });
};
const version = (world: World, number: string) =>
  getRootVersion(world, { params: { version: number }, query: {}, body: undefined });

describe('loading a trust root', () => {
  it('is needed before anything: there is none at first', async () => {
    const { world } = memoryWorld();
    expect(await getRoot(world)).toStrictEqual({ ok: false, code: 'trust_root_missing', details: {} });
    expect(await version(world, '1')).toMatchObject({ ok: false, code: 'not_found' });
  });

  it('answers what tokens pin, and keeps the envelope as it was signed', async () => {
    const { world } = memoryWorld();
    const { envelope } = await loadTestRoot(world);
    const root = await getRoot(world);
    expect(root).toMatchObject({ ok: true, value: { version: 1, epoch: 1, envelope } });
    expect(await version(world, '1')).toStrictEqual(root);
  });

  it('follows version by version, each of them still readable', async () => {
    const { world } = memoryWorld();
    const { envelope, rootKey } = await loadTestRoot(world);
    const newKey = newRootKey();
    const second = await nextRoot(world, [rootKey], { newRootKey: newKey });
    expect(await load(world, second)).toMatchObject({ ok: true, value: { version: 2, epoch: 1 } });
    const third = await nextRoot(world, [newKey], { epoch: 2 });
    expect(await load(world, third)).toMatchObject({ ok: true, value: { version: 3, epoch: 2 } });
    expect(await version(world, '1')).toMatchObject({ ok: true, value: { envelope } });
    expect(await version(world, '2')).toMatchObject({ ok: true, value: { envelope: second } });
    expect(await getRoot(world)).toMatchObject({ ok: true, value: { version: 3, envelope: third } });
  });

  it('twice is once', async () => {
    const { world } = memoryWorld();
    const { envelope } = await loadTestRoot(world);
    expect(await load(world, envelope)).toMatchObject({ ok: true, value: { version: 1 } });
    expect(await version(world, '2')).toMatchObject({ ok: false, code: 'not_found' });
  });

  it('refuses a second version 1', async () => {
    const { world } = memoryWorld();
    await loadTestRoot(world);
    const other = initRoot(await keysOf(world), newRootKey(), { at: START });
    expect(await load(world, other)).toStrictEqual({
      ok: false,
      code: 'trust_root_invalid',
      details: { rule: 'version_not_next' },
    });
  });

  it('refuses to begin with version 2', async () => {
    const [first, { world }] = [memoryWorld(), memoryWorld()];
    const { rootKey } = await loadTestRoot(first.world);
    expect(await load(world, await nextRoot(first.world, [rootKey]))).toMatchObject({
      ok: false,
      details: { rule: 'version_not_next' },
    });
  });

  it('refuses a root whose old keys did not sign', async () => {
    const { world } = memoryWorld();
    await loadTestRoot(world);
    expect(await load(world, await nextRoot(world, [newRootKey()]))).toMatchObject({
      ok: false,
      code: 'trust_root_invalid',
      details: { rule: 'bad_signature' },
    });
  });

  it.each([
    { days: 0, expected: false },
    { days: 1 / 86_400_000, expected: true },
  ])('that expires $days days from now: $expected', async ({ days, expected }) => {
    const { world } = memoryWorld();
    const root = initRoot(await keysOf(world), newRootKey(), { at: START, lifetimeDays: days });
    expect((await load(world, root)).ok).toBe(expected);
  });

  it('honours If-Match', async () => {
    const { world } = memoryWorld();
    const { rootKey } = await loadTestRoot(world);
    const second = await nextRoot(world, [rootKey]);
    expect(await load(world, second, callAs('Admin', { ifMatch: 2 }))).toMatchObject({
      ok: false,
      code: 'precondition_failed',
    });
    expect(await load(world, second, callAs('Admin', { ifMatch: 1 }))).toMatchObject({ ok: true });
  });

  it.each([
    { port: 'blobs', method: 'put', stored: false },
    { port: 'blobs', method: 'put', stored: true },
    { port: 'streams', method: 'append', stored: false },
    { port: 'streams', method: 'append', stored: true },
  ] as const)('converges when $port.$method fails (stored: $stored)', async ({ port, method, stored }) => {
    const { world, failOnce } = memoryWorld();
    const root = initRoot(await keysOf(world), newRootKey(), { at: START });
    const call = callAs('Admin');
    (failOnce as (port: string, method: string, how: { stored: boolean }) => void)(port, method, { stored });
    await expect(load(world, root, call)).rejects.toThrow(`${port}.${method} failed`);
    expect(await load(world, root, call)).toMatchObject({ ok: true, value: { version: 1 } });
    expect(await getRoot(world)).toMatchObject({ ok: true, value: { envelope: root } });
  });
});

it('the public keys are those that sign, with their fingerprints', async () => {
  const { world } = memoryWorld();
  const { controlPlane, keys } = await keysOf(world);
  expect(controlPlane).toBe('plumbline-test');
  expect(keys.map(({ role }) => role)).toStrictEqual(['release', 'checkpoint']);
  expect((await world.signer.sign('release', Buffer.from('x'))).keyId).toBe(keys[0]?.keyId);
});

it('rotating keeps the limits of keys that stay', async () => {
  const { world } = memoryWorld();
  const { rootKey } = await loadTestRoot(world);
  const current = await currentRoot(world);
  const [keyId = ''] = Object.keys(current?.root.roles.release.keys ?? {});
  const limited = structuredClone(current?.root);
  if (!limited) throw new Error('no root');
  Object.assign(limited.roles.release.keys[keyId] ?? {}, { clusters: ['a.production'] });
  const next = rotateRoot(limited, await keysOf(world), { at: START, rootKeys: [rootKey] });
  const root = JSON.parse(Buffer.from(next.payload, 'base64').toString());
  expect(root.roles.release.keys[keyId].clusters).toStrictEqual(['a.production']);
});
