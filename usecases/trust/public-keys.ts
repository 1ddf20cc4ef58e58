import { done, type Outcome } from '../../core/decision.ts';
import type { TrustKeysAnswer } from '../../schemas/trust.ts';
import type { World } from '../ports.ts';

/** The keys this server signs with, newest first in each role: what the next root has to name. */
export async function publicKeys(world: Pick<World, 'signer' | 'controlPlane'>): Promise<Outcome<TrustKeysAnswer>> {
  return done({ controlPlane: world.controlPlane, keys: [...(await world.signer.publicKeys())] });
}
