import { config, good, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

export const A = 'a.staging';
export const B = 'b.staging';

/** Two configs with versions 1.0.0 (by ada) and 1.1.0 (by bob). */
export async function twoConfigs(more: object = {}) {
  const memory = memoryWorld();
  for (const name of [A, B]) {
    good(await config(memory.world, name, more));
    good(await version(memory.world, name, '1.0.0', { of: name }));
    good(await version(memory.world, name, '1.1.0', { of: name, next: true }, {}, { subject: 'bob' }));
  }
  return memory;
}
