import { expect, it } from 'vitest';
import { getRoot } from '../../../usecases/trust/get-root.ts';
import { memoryWorld } from '../../support/world.ts';
import { loadTestRoot } from '../../support/trust-root.ts';

it('loads version 1', async () => {
  const { world } = memoryWorld();
  const { envelope } = await loadTestRoot(world);
  expect(await getRoot(world)).toMatchObject({ ok: true, value: { version: 1, envelope } });
});
