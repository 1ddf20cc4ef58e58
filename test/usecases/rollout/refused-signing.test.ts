import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { RELEASE_TYPE } from '../../../schemas/documents.ts';
import { revokeVersion } from '../../../usecases/config/change-version.ts';
import { renewDirectives } from '../../../usecases/issue/renew-directives.ts';
import { rejectSnapshot } from '../../../usecases/snapshot/reject-snapshot.ts';
import { streamId } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { begun, CLUSTER_NAME, CONFIG_NAME, type RolloutWorld, rolloutWorld } from '../../support/rollout-world.ts';

const CANARY = { strategy: 'Canary', canaryPercentage: 50, phaseInterval: 'PT1M' } as const;
const justification = 'leaks card numbers';

let world: RolloutWorld;
beforeEach(async () => {
  world = await rolloutWorld(4);
  await world.seconds(1);
});
afterEach(() => {
  vi.restoreAllMocks();
  world.close();
});

const ended = (id: string, status: string) => async () => (await world.status(id)) === status;
const completed = async (semver: string): Promise<string> => {
  const id = await begun(world, semver, { strategy: 'Direct' });
  await world.until(ended(id, 'completed'), 30);
  return id;
};
/** Candidates ever named on the cluster, by generation. */
const named = async (): Promise<number[]> => {
  const events = await world.world.streams.events(streamId('local', CLUSTER.kind, CLUSTER_NAME), {
    after: 0,
    limit: 1000,
  });
  return events.flatMap(({ type, payload }) => {
    const event = { type, ...payload } as ClusterEvent;
    return event.type === 'CandidateSet' ? [event.candidate.generation] : [];
  });
};
/** The signer does not answer for releases: whatever happens now comes between draft and signature. */
const draftedUnsigned = async (): Promise<void> => {
  const { signer } = world.rollout;
  const sign = signer.sign.bind(signer);
  const down = vi.spyOn(signer, 'sign').mockImplementation(async (role, bytes) => {
    if (Buffer.from(bytes).includes(RELEASE_TYPE)) throw new Error('the signer is down');
    return sign(role, bytes);
  });
  await world.until(async () => (await world.cluster()).state.draft !== null, 10);
  expect((await world.cluster()).state.draft?.envelopeSha256).toBeNull();
  await world.seconds(3);
  down.mockRestore();
};

const revoke = async (semver: string) =>
  good(
    await revokeVersion(
      world.world,
      { params: { name: CONFIG_NAME, version: semver }, query: {}, body: { justification } },
      callAs('Operator', { subject: 'grace' }),
    ),
  );
const REFUSALS = [
  {
    name: 'a version was revoked',
    code: 'version_revoked',
    change: async () => void (await revoke('1.1.0')),
  },
  {
    name: 'the approval was taken back',
    code: 'snapshot_rejected',
    change: async () =>
      void good(
        await rejectSnapshot(
          world.world,
          { params: { name: 'rates-1.1.0' }, query: {}, body: { revision: 1, note: 'not before the audit' } },
          callAs('Operator', { subject: 'grace' }),
        ),
      ),
  },
  {
    name: 'the root no longer names our key',
    code: 'release_key_untrusted',
    change: async () => void vi.spyOn(world.rollout.signer, 'publicKeys').mockResolvedValue([]),
  },
] as const;

describe('a release that may not be signed any more', () => {
  it.each(REFUSALS)('ends its deployment with the refusal: $name', async ({ change, code }) => {
    await completed('1.0.0');
    const id = await begun(world, '1.1.0', CANARY);
    await draftedUnsigned();
    expect(await world.status(id)).toBe('running');
    await change();
    await world.until(ended(id, 'halted'), 60);
    expect((await world.deployment(id)).reasons.map((reason) => reason.code)).toStrictEqual([code]);
    const { state } = await world.cluster();
    expect([state.lock, state.draft, state.candidate]).toStrictEqual([null, null, null]);
    expect(await named()).toStrictEqual([1]);
    expect(world.fleet.running()).toStrictEqual({ 1: 4 });
  });

  it('lets the next deployment go on at the generation after it', async () => {
    await completed('1.0.0');
    const id = await begun(world, '1.1.0', CANARY);
    await draftedUnsigned();
    await revoke('1.1.0');
    await world.until(ended(id, 'halted'), 60);
    await completed('1.2.0');
    expect(world.fleet.running()).toStrictEqual({ 3: 4 });
  });

  it('that was to bring old content back leaves the bad candidate in no directive', async () => {
    await completed('1.0.0');
    await world.seconds(30);
    for (const node of world.fleet.nodes)
      node.load = (generation) => ({ requests: 10, errors: generation === 2 ? 9 : 0 });
    const bad = await begun(world, '1.1.0', CANARY);
    await world.until(ended(bad, 'rolled_back'), 60);
    const { rolledBackBy } = await world.deployment(bad);
    await revoke('1.0.0');
    await world.until(ended(rolledBackBy ?? '', 'halted'), 60);
    expect((await world.deployment(rolledBackBy ?? '')).reasons.map(({ code }) => code)).toStrictEqual([
      'version_revoked',
    ]);
    await world.seconds(3);
    const { state } = await world.cluster();
    expect([state.lock, state.draft, state.candidate, state.served?.sequence]).toStrictEqual([
      null,
      null,
      null,
      state.directive?.sequence,
    ]);
    expect(await named()).toStrictEqual([1, 2]);
    await completed('1.2.0');
    expect(world.fleet.running()).toStrictEqual({ 4: 4 });
  });

  it('does not keep the directive in force from being renewed', async () => {
    await completed('1.0.0');
    const before = (await world.cluster()).state.served?.sequence ?? 0;
    const id = await begun(world, '1.1.0', CANARY);
    await draftedUnsigned();
    await world.pause(id);
    await revoke('1.1.0');
    await world.clock.advance((await world.cluster()).state.directiveLifetimeSeconds * 1000);
    expect(await renewDirectives(world.rollout)).toStrictEqual({
      renewed: [],
      refused: [{ cluster: CLUSTER_NAME, code: 'version_revoked' }],
    });
    const { state } = await world.cluster();
    expect([state.draft?.envelopeSha256, state.served?.sequence]).toStrictEqual([null, before + 1]);
    await world.resume(id);
    await world.until(ended(id, 'halted'), 60);
  });
});
