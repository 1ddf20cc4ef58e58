import { sha256Hex } from '../core/integrity/digest.ts';
import type { Call } from './call.ts';
import type { World } from './ports.ts';

/** Parts of Plumbline that act by themselves; shown as the actor of their events. */
export type SystemActor = 'rollout' | 'project' | 'sweep' | 'node' | 'server';

/**
 * A call by Plumbline itself.
 * @param key names the intention for ever: the same key is the same command, done once
 * @param cause the call that led to this one; its trace goes on
 */
export function systemCall(
  world: Pick<World, 'clock'>,
  actor: SystemActor,
  key: string,
  cause?: Pick<Call, 'traceId'>,
): Call {
  const bodySha256 = sha256Hex(key);
  return {
    principal: { subject: actor, role: 'System' },
    at: new Date(world.clock.now()).toISOString(),
    traceId: cause?.traceId ?? bodySha256.slice(0, 32),
    command: { key, bodySha256 },
  };
}
