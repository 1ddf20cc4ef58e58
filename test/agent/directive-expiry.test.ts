import { describe, expect, it } from 'vitest';
import { CLUSTER, later, named, T0 } from '../support/fleet-documents.ts';
import { running, told } from './running-agent.ts';

describe('a directive that is over, and no newer one comes', () => {
  const withoutNews = { directive: undefined };

  it('is told once, and what runs goes on', async () => {
    const rig = await running();
    rig.plane.answerMore = withoutNews;
    await rig.clock.advance(86_400_000 - rig.clock.now() + Date.parse(T0) - 1);
    await rig.rounds(1);
    expect(told(rig)).toStrictEqual([]);
    await rig.rounds(3);
    expect(told(rig)).toStrictEqual(['directive_expired']);
    expect(await rig.current()).toBe('one');
  });

  it('is no news for a node that was away and gets the newer one with its first answer', async () => {
    const rig = await running();
    await rig.clock.advance(2 * 86_400_000);
    const at = new Date(rig.clock.now()).toISOString();
    rig.plane.direct({
      stable: named(rig.plane.publish({ [CLUSTER]: 'two' })),
      issuedAt: at,
      expiresAt: later(60, at),
    });
    await rig.rounds(2);
    expect(told(rig)).toStrictEqual([]);
    expect(await rig.current()).toBe('two');
  });
});
