import { afterEach, describe, expect, it } from 'vitest';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import { recoverCluster } from '../../../usecases/issue/recover-cluster.ts';
import { callAs } from '../../support/call.ts';
import { stolen, withPredicate, wordsOf } from './stage/forgery.ts';
import { tapedLabels } from './stage/on-the-way.ts';
import { lift, openStage, type Stage } from './stage/open-stage.ts';
import { runs } from './stage/play.ts';
import { shown } from './stage/release.ts';
import { beginAnew, handingOut, nextDirective, nextRelease, rob } from './stage/robbery.ts';

/*
 * What a stolen release key can do, and how it ends. Until the root is replaced a thief is the control plane to every
 * node that he reaches: that is what a key is. Here he does his worst, people begin anew (the next key, a higher epoch),
 * and the same node follows them again, whatever number or time the thief left behind.
 */

const LAST = Number.MAX_SAFE_INTEGER;
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

const open: Stage[] = [];
afterEach(() => Promise.all(open.splice(0).map((stage) => stage.close())));
async function robbed(): Promise<Stage> {
  const stage = await openStage({ region: 'eu' });
  open.push(stage);
  await runs(stage, '1.0.0');
  return stage;
}
async function over(stage: Stage): Promise<void> {
  lift(stage);
  await beginAnew(stage);
  await runs(stage, '2.0.0');
}
const stopped = async (stage: Stage) => (await stage.clusterState()).signingStopped !== null;

describe('a thief with the release key', () => {
  it('releases what he likes, until the root names another key', async () => {
    const stage = await robbed();
    const later = await rob(stage, nextRelease(stage, { generation: 9, previousDigest: undefined }), { sequence: 90 });
    stage.hop = await rob(stage, nextRelease(stage));
    await stage.seconds(3);
    expect(Object.values(await stage.node.current()).join()).toContain('evil');
    // The node shows what it holds: the control plane sees its own signature under what it never drafted.
    expect(await stopped(stage)).toBe(true);
    await over(stage);
    stage.hop = later;
    await stage.seconds(3);
    expect(await stage.node.current()).toStrictEqual(shown('2.0.0'));
    expect(await stage.told()).toStrictEqual(['unknown_key']);
  });

  it('takes the last of all generations', async () => {
    const stage = await robbed();
    stage.hop = await rob(stage, nextRelease(stage, { generation: LAST, previousDigest: undefined }));
    await stage.seconds(3);
    expect((await stage.node.state()).floor).toMatchObject({ epoch: 1, generation: LAST });
    await over(stage);
    expect((await stage.node.state()).floor).toMatchObject({ epoch: 2, generation: 2 });
  });

  it('takes the last of all sequences, and every directive after it is old', async () => {
    const stage = await robbed();
    const { envelope } = await stolen(stage, nextDirective(stage, undefined, { sequence: LAST }));
    stage.hop = handingOut({ directive: envelope });
    await stage.seconds(3);
    expect((await stage.node.state()).directive).toMatchObject({ sequence: LAST });
    expect(await stopped(stage)).toBe(true);
    await over(stage);
    expect((await stage.node.state()).directive).toMatchObject({
      epoch: 2,
      sequence: (await stage.clusterState()).served?.sequence,
    });
  });

  it('says that it is the end of time, so that all that comes later is over', async () => {
    const stage = await robbed();
    stage.hop = handingOut({ labels: (await labelsFromTheEnd(stage)).envelope });
    await stage.seconds(2);
    expect((await stage.node.state()).timeFloor).toBe(END_OF_TIME);
    lift(stage);
    await stage.release('1.5.0');
    await stage.seconds(5);
    expect(await stage.node.current()).toStrictEqual(shown('1.0.0'));
    expect(await stage.told()).toStrictEqual(['directive_expired', 'directive_expired']);
    await over(stage);
    expect((await stage.node.state()).timeFloor).not.toBe(END_OF_TIME);
  });

  it('grants labels of the last of all revisions', async () => {
    const stage = await robbed();
    const { envelope } = await stolenLabels(stage, { revision: LAST, labels: { region: 'evil' } });
    stage.hop = handingOut({ labels: envelope });
    await stage.seconds(2);
    expect((await stage.node.state()).labels).toMatchObject({ revision: LAST, labels: { region: 'evil' } });
    await over(stage);
    await stage.seconds(2);
    expect((await stage.node.state()).labels).toMatchObject({ revision: 2, labels: { region: 'eu' } });
  });
});

it('a control plane that goes on in the epoch of the thief is told why it cannot', async () => {
  const stage = await robbed();
  const { envelope } = await stolen(stage, nextDirective(stage, undefined, { sequence: LAST }));
  stage.hop = handingOut({ directive: envelope });
  await stage.seconds(3);
  const input = { params: { name: stage.cluster }, query: {}, body: { justification: 'go on' } };
  const call = callAs('Admin', { at: stage.clock.instant() });
  expect(await recoverCluster(stage.rooms.control, input, call)).toMatchObject({
    ok: false,
    code: 'trust_root_invalid',
    details: { rule: 'numbers_used_up' },
  });
});

async function stolenLabels(stage: Stage, change: object) {
  const [own] = tapedLabels(stage);
  return stolen(stage, withPredicate(change)(wordsOf(own as DsseEnvelope)));
}
const labelsFromTheEnd = (stage: Stage) => stolenLabels(stage, { revision: 2, issuedAt: END_OF_TIME });
