import { expect } from 'vitest';
import { signPending } from '../../../../usecases/issue/sign-pending.ts';
import type { Attack } from './attack.ts';
import { lift, openStage, type Stage } from './open-stage.ts';
import { shown } from './release.ts';

const LASTS = 5;
/** Long enough for every pause after a spoiled download to end. */
const SECONDS_TO_HEAL = 120;

/**
 * One attack from beginning to end: the node runs release 1.0.0, the attacker takes its place, nothing but that release
 * is ever seen by a reader, its floor stays, the refusals arrive at the control plane once each; then the attacker is
 * gone, and the same node takes the next honest release. So it was the attack that was refused, and nothing else.
 */
export async function play(attack: Attack): Promise<void> {
  const { mount, told, shown: evidence, lasts = LASTS, answer } = attack;
  const stage = await openStage({ region: 'eu' });
  try {
    if (needsPast(attack)) await runs(stage, '0.9.0');
    await runs(stage, '1.0.0');
    const before = await stage.node.state();
    stage.node.seen.clear();
    stage.node.log.length = 0;

    await mount(stage);
    await stage.seconds(lasts);

    const after = await stage.node.state();
    expect([...stage.node.seen]).toStrictEqual(stage.node.seen.size === 0 ? [] : [JSON.stringify(shown('1.0.0'))]);
    expect(await stage.node.current()).toStrictEqual(shown('1.0.0'));
    expect([after.floor, after.running]).toStrictEqual([before.floor, before.running]);
    expect(stage.plane.faults).toStrictEqual([]);
    expect(await stage.told()).toStrictEqual(told);
    await expectShown(stage, evidence);

    lift(stage);
    await answer?.(stage);
    await stage.until(async () => (await stage.clusterState()).lock === null, SECONDS_TO_HEAL);
    await runs(stage, '2.0.0');
    expect((await stage.node.state()).receipts.queue).toStrictEqual([]);
    expect(await stage.told()).toStrictEqual(told);
  } finally {
    await stage.close();
  }
}

/** Who goes back needs something to go back to; a release costs, and the others do without. */
const needsPast = ({ family, by }: Attack): boolean =>
  family === 'rollback' || by === 'release key' || by === 'node function';

/** Released by people, proven by the node's receipt, seen by a reader. */
export async function runs(stage: Stage, semver: string): Promise<void> {
  const id = await stage.release(semver);
  await stage.until(async () => (await stage.status(id)) === 'completed', SECONDS_TO_HEAL);
  expect(await stage.node.current()).toStrictEqual(shown(semver));
}

async function expectShown(stage: Stage, evidence: Attack['shown']): Promise<void> {
  if (!evidence) return;
  const { node } = stage;
  if ('log' in evidence) {
    const said = node.log.map(({ event, reason, code, result }) => words(event, reason ?? code ?? result));
    expect(said).toContain(evidence.log);
  } else if ('event' in evidence) {
    expect((await stage.events()).map(({ type, payload }) => words(type, ruleOf(payload)))).toContain(evidence.event);
  } else if ('fault' in evidence) {
    expect(stage.faults().join()).toContain(evidence.fault);
  } else {
    expect(await signPending(stage.rooms.rollout, stage.cluster)).toMatchObject({ ok: false, code: evidence.refused });
  }
}

const words = (...parts: readonly unknown[]): string => parts.filter(Boolean).join(' ');
const ruleOf = (payload: unknown): unknown =>
  ((payload ?? {}) as { readonly finding?: { readonly rule?: unknown } }).finding?.rule;
