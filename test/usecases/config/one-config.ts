import { config, good } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

export const NAME = 'payment-service.production';

/** A world with this one config, which has no versions yet. */
export async function withConfig(more: object = {}) {
  const memory = memoryWorld();
  good(await config(memory.world, NAME, more));
  return memory;
}
