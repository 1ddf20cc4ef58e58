import type { Issuing, Signer, World } from '../../usecases/ports.ts';

/** A signer as every room but rollout has it: it knows the keys and signs checkpoints at most. */
const withoutReleaseKey = (signer: Signer): Signer => ({
  publicKeys: () => signer.publicKeys(),
  async sign(role, message) {
    if (role === 'release') throw new Error('this room may not use the release key');
    return signer.sign(role, message);
  },
});

/**
 * The world of the rooms around rollout: whatever would sign with the release key there fails, and what they have
 * signed is asked of the rollout function, by a payload that goes through JSON both ways as an Invoke does.
 */
export const roomAround = (world: World, rollout: (payload: unknown) => Promise<unknown>): World => ({
  ...world,
  signer: withoutReleaseKey(world.signer),
  issuing: askingRollout(rollout),
});

const askingRollout = (rollout: (payload: unknown) => Promise<unknown>): Issuing => ({
  async sign(draft, cause) {
    const payload = JSON.parse(JSON.stringify({ step: 'sign', draft, traceId: cause?.traceId }));
    return JSON.parse(JSON.stringify(await rollout(payload)));
  },
});
