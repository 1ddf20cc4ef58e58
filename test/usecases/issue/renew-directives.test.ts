import { describe, expect, it } from 'vitest';
import { keySigner, newSigningKey } from '../../../adapters/embedded/keys/signer.ts';
import { rotateRoot } from '../../../cli/trust/root-file.ts';
import { servableDirective } from '../../../core/directive/servable.ts';
import { renewDirectives } from '../../../usecases/issue/renew-directives.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import type { World } from '../../../usecases/ports.ts';
import { currentRoot } from '../../../usecases/trust/current-root.ts';
import { loadRoot } from '../../../usecases/trust/load-root.ts';
import { publicKeys } from '../../../usecases/trust/public-keys.ts';
import { callAs } from '../../support/call.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { memoryWorld } from '../../support/world.ts';

const HOUR_MS = 3_600_000;
const NOTHING = { renewed: [], refused: [] };

const signedCluster = async (overrides: Partial<World> = {}) => {
  const memory = memoryWorld(overrides);
  const { rootKey } = await loadTestRoot(memory.world);
  await draftRelease(memory.world);
  await signPending(memory.world, CLUSTER_NAME);
  return { ...memory, rootKey };
};

/** Loads root version 2; `signer` becomes the server's. */
async function rotate(world: World, rootKey: string, epoch = 1): Promise<void> {
  const [current, keys] = [await currentRoot(world), await publicKeys(world)];
  if (!current || !keys.ok) throw new Error('no root');
  const at = new Date(world.clock.now()).toISOString();
  const body = rotateRoot(current.root, keys.value, { at, rootKeys: [rootKey], epoch });
  expect(await loadRoot(world, { params: {}, query: {}, body }, callAs('Admin', { at }))).toMatchObject({ ok: true });
}

describe('renewing directives', () => {
  it('does nothing without a trust root', async () => {
    const { world } = memoryWorld();
    await draftRelease(world);
    expect(await renewDirectives(world)).toStrictEqual(NOTHING);
  });

  it('renews at half life, signs, and carries the newest checkpoint', async () => {
    const { world, clock } = await signedCluster();
    await clock.advance(12 * HOUR_MS - 1);
    expect(await renewDirectives(world)).toStrictEqual(NOTHING);
    await clock.advance(1);
    await world.witness.save('checkpoint text\n');
    expect(await renewDirectives(world)).toStrictEqual({ renewed: [CLUSTER_NAME], refused: [] });
    const { served } = await clusterState(world);
    expect(served).toMatchObject({ sequence: 2, issuedAt: clock.instant() });
    const payload = Buffer.from(served?.envelope?.payload ?? '', 'base64').toString();
    expect(JSON.parse(payload)).toMatchObject({ predicate: { checkpoint: 'checkpoint text\n', sequence: 2 } });
    expect(await renewDirectives(world)).toStrictEqual(NOTHING);
  });

  it('twice at once drafts one', async () => {
    const { world, clock } = await signedCluster();
    await clock.advance(13 * HOUR_MS);
    await Promise.all([renewDirectives(world), renewDirectives(world)]);
    expect((await clusterState(world)).served?.sequence).toBe(2);
  });

  it('signs what was drafted and never signed', async () => {
    const { world } = memoryWorld();
    await loadTestRoot(world);
    await draftRelease(world);
    expect(await renewDirectives(world)).toStrictEqual({ renewed: [CLUSTER_NAME], refused: [] });
  });

  it('after a long stop replaces an expired directive that was never signed', async () => {
    const { world, clock } = memoryWorld();
    await loadTestRoot(world);
    await draftRelease(world);
    await clock.advance(48 * HOUR_MS);
    await renewDirectives(world);
    expect((await clusterState(world)).served).toMatchObject({ sequence: 2, issuedAt: clock.instant() });
  });

  it('says which clusters it could not renew', async () => {
    const { world, clock } = await signedCluster();
    await clock.advance(13 * HOUR_MS);
    const other = keySigner([newSigningKey('release', clock.instant())]);
    const refused = [{ cluster: CLUSTER_NAME, code: 'release_key_untrusted' }];
    expect(await renewDirectives({ ...world, signer: other })).toStrictEqual({ renewed: [], refused });
  });

  it('renews at once when the trust root no longer names the key that signed', async () => {
    const { world, clock, rootKey } = await signedCluster();
    const keys = [newSigningKey('release', clock.instant()), newSigningKey('checkpoint', clock.instant())];
    const rotated = { ...world, signer: keySigner(keys) };
    await rotate(rotated, rootKey);
    expect(await renewDirectives(rotated)).toStrictEqual({ renewed: [CLUSTER_NAME], refused: [] });
    expect(await renewDirectives(rotated)).toStrictEqual(NOTHING);
  });

  it('follows the trust root into a new epoch', async () => {
    const { world, rootKey } = await signedCluster();
    await rotate(world, rootKey, 2);
    expect(await renewDirectives(world)).toStrictEqual({ renewed: [CLUSTER_NAME], refused: [] });
    expect(await clusterState(world)).toMatchObject({ epoch: 2, draft: null, served: { epoch: 2, sequence: 2 } });
  });
});

describe('a directive that may be served', () => {
  it('is signed and not expired', async () => {
    const { world } = await signedCluster();
    const state = await clusterState(world);
    const expiresAt = state.served?.expiresAt ?? '';
    const before = new Date(Date.parse(expiresAt) - 1).toISOString();
    expect(servableDirective(state, before)).toStrictEqual({ directive: state.served });
    expect(servableDirective(state, expiresAt)).toStrictEqual({ notice: 'directive_renewing' });
    expect(servableDirective({ served: null }, before)).toStrictEqual({ notice: 'directive_missing' });
  });
});
