import type { PulseProof, PulseRow } from '../../schemas/pulse.ts';

export const NODE = 'node-1';

/** What a check-in left, the `sequence`th of a boot; each boot has an id of its own. */
export const pulse = (bootStartedAt: number, sequence: number, node = NODE): Omit<PulseRow, 'proven'> => ({
  cluster: 'edge',
  node,
  bootId: `boot-${bootStartedAt}`,
  bootStartedAt,
  sequence,
  generation: 3,
  digestPrefix: 'abcdef0123456789',
  resident: 0,
  seenAt: 1_795_339_800 + sequence,
  intervalSeconds: 1,
  newest: { at: 1, sequence, counts: { requests: 1, errors: 0, probesOk: 1, probesFailed: 0, latency: [[3, 1]] } },
  windowStart: null,
  drift: ['version'],
  unhealthy: false,
});

export const proof = (generation: number, state: 'resident' | 'active', at = 1, epoch = 1): PulseProof => ({
  epoch,
  generation,
  digestPrefix: 'abcdef0123456789',
  state,
  at,
});
