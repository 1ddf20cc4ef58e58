import { describe, expect, it } from 'vitest';
import { keySigner, newSigningKey } from '../../../adapters/embedded/keys/signer.ts';
import { NODE } from '../../../core/node/record/evolve.ts';
import type { StoredEvent } from '../../../schemas/event.ts';
import { signLabels } from '../../../usecases/issue/sign-labels.ts';
import { loadState } from '../../../usecases/load-state.ts';
import type { Signer } from '../../../usecases/ports.ts';
import { nodeWorld } from '../../support/node-world.ts';
import { rotateTestRoot } from '../../support/trust-root.ts';
import { START } from '../../support/virtual-clock.ts';

const HELD = { directive: { epoch: 1, sequence: 1 } };
const FIVE_MINUTES = 5 * 60_000;

/** A node with labels, and a control plane whose release key can be taken away. */
async function labelled() {
  const checkpoint = newSigningKey('checkpoint', START);
  let now = keySigner([newSigningKey('release', START), checkpoint]);
  const signer: Signer = { sign: (role, bytes) => now.sign(role, bytes), publicKeys: () => now.publicKeys() };
  const w = await nodeWorld({ signer });
  const node = await w.enrolled({ labels: { zone: 'eu' } });
  const state = async () => (await loadState(w.world, NODE, node.id)).state.labels;
  const drafts = async () => (await w.events(node.id)).filter(({ type }) => type === 'LabelsDrafted');
  const replaceKey = () => {
    now = keySigner([newSigningKey('release', START), checkpoint]);
  };
  return { w, node, state, drafts, replaceKey, sign: () => signLabels(w.world, node.id) };
}
const revisions = (drafts: readonly StoredEvent[]) => drafts.map(({ payload }) => payload?.['revision']);

describe('labels that nothing signed', () => {
  it('are drafted again, once in five minutes, while the node asks', async () => {
    const { w, node, drafts } = await labelled();
    await w.clock.advance(FIVE_MINUTES - 1);
    await node.answer(HELD);
    expect(revisions(await drafts())).toStrictEqual([1]);
    await w.clock.advance(1);
    for (const _ of [1, 2, 3]) await node.answer(HELD);
    expect(revisions(await drafts())).toStrictEqual([1, 2]);
    await w.clock.advance(FIVE_MINUTES);
    await node.authenticate();
    await node.answer(HELD);
    const all = await drafts();
    expect(revisions(all)).toStrictEqual([1, 2, 3]);
    expect(all.map(({ payload }) => payload?.['labels'])).toStrictEqual(Array(3).fill({ zone: 'eu' }));
    expect(all.at(-1)).toMatchObject({ actor: 'node', role: 'System' });
  });

  it('are not, for a node that holds them or was granted none', async () => {
    const { w, node, drafts, sign } = await labelled();
    await sign();
    await w.clock.advance(FIVE_MINUTES);
    await node.answer({ ...HELD, labelsRevision: 1 });
    expect(revisions(await drafts())).toStrictEqual([1]);
    const other = await w.enrolled();
    await w.clock.advance(FIVE_MINUTES);
    await other.answer(HELD);
    expect((await w.events(other.id)).map(({ type }) => type)).not.toContain('LabelsDrafted');
  });
});

describe('labels signed by a key that is gone from the trust root', () => {
  it('are drafted and signed again, and handed out then', async () => {
    const { w, node, state, sign, replaceKey } = await labelled();
    await sign();
    expect((await node.answer(HELD)).labels).toBeDefined();
    replaceKey();
    await rotateTestRoot(w.world, w.rootKey);
    expect((await node.answer(HELD)).labels).toBeUndefined();
    expect(await state()).toMatchObject({ revision: 2, labels: { zone: 'eu' }, envelopeSha256: null });
    await sign();
    expect((await node.answer(HELD)).labels).toBeDefined();
    expect((await node.answer({ ...HELD, labelsRevision: 2 })).labels).toBeUndefined();
    expect(await state()).toMatchObject({ revision: 2 });
  });
});
