import { expect, it } from 'vitest';
import type { World } from '../../../usecases/ports.ts';
import { config, good, publish } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const POLICY = new TextEncoder().encode('package payments\nallow := true\n');
const FROM = { version: '1.0.0', from: 'a.staging@1.0.0' };

/** `a.staging@1.0.0` is opaque, its bytes as an upload left them; `a.production` is empty. */
async function uploaded() {
  const memory = memoryWorld();
  const { world } = memory;
  for (const name of ['a.staging', 'a.production']) good(await config(world, name));
  const upload = await world.blobs.put('a.staging', POLICY);
  good(await publish(world, 'a.staging', { version: '1.0.0', upload, mediaType: 'application/wasm' }));
  const reads: string[] = [];
  const blobs: World['blobs'] = {
    ...world.blobs,
    copy: (...of) => world.blobs.copy(...of),
    put: (...of) => world.blobs.put(...of),
    get: (namespace, sha256) => {
      reads.push(namespace);
      return world.blobs.get(namespace, sha256);
    },
  };
  return { ...memory, upload, reads, world: { ...world, blobs } };
}

it('opaque bytes move to another config without passing through us', async () => {
  const { world, upload, reads } = await uploaded();
  expect(good(await publish(world, 'a.production', FROM))).toMatchObject({
    digest: upload.sha256,
    mediaType: 'application/wasm',
    from: { config: 'a.staging', version: '1.0.0' },
  });
  expect(reads).toStrictEqual([]);
  expect(Buffer.from((await world.blobs.get('a.production', upload.sha256)) ?? []).equals(POLICY)).toBe(true);
});

it('and to another version of their own config', async () => {
  const { world, upload } = await uploaded();
  expect(good(await publish(world, 'a.staging', { ...FROM, version: '1.0.1' })).digest).toBe(upload.sha256);
});

it.each([{ stored: false }, { stored: true }])(
  'converges when the copy fails (stored: $stored)',
  async ({ stored }) => {
    const { world, failOnce, upload } = await uploaded();
    const options = { key: 'once' };
    failOnce('blobs', 'copy', { stored });
    await expect(publish(world, 'a.production', FROM, options)).rejects.toThrow('blobs.copy failed');
    const first = good(await publish(world, 'a.production', FROM, options));
    expect(good(await publish(world, 'a.production', FROM, options))).toStrictEqual(first);
    expect(await world.blobs.get('a.production', upload.sha256)).toBeDefined();
  },
);
