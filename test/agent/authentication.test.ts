import { describe, expect, it } from 'vitest';
import { agentRig } from '../support/agent-rig.ts';
import { problem } from '../support/fake-control-plane.ts';
import { CLUSTER, named } from '../support/fleet-documents.ts';
import { asksFor, count, publishNext, running, told } from './running-agent.ts';

describe('authentication', () => {
  it('takes the time for its assertions from the server when told that its clock is wrong', async () => {
    const rig = await agentRig();
    rig.plane.skewSeconds = 7200;
    publishNext(rig, 'one');
    await rig.rounds(1);
    expect(await rig.current()).toBe('one');
    // Its own clock is what receipts say and expiry is held against.
    expect(rig.plane.receipts[0]?.time).toBe('2026-11-22T09:30:00.000Z');
  });

  it('does not let the server move the time that expiry is held against', async () => {
    const rig = await agentRig();
    rig.plane.skewSeconds = -7200;
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })), expiresAt: '2026-11-22T09:29:59.000Z' });
    await rig.rounds(2);
    expect(await rig.current()).toBeUndefined();
    expect(told(rig)).toStrictEqual(['directive_expired']);
  });

  it('gets another token, once, when its own is refused, and renews it before it ends', async () => {
    const rig = await running();
    rig.plane.requests.length = 0;
    let refused = 1;
    rig.plane.intercept = (request) =>
      asksFor('/check-in')(request) && refused-- > 0 ? problem(401, 'unauthenticated') : undefined;
    await rig.rounds(1);
    expect(count(rig, '/token')).toBe(1);
    // 600 s of life from the second on; four fifths of it are over at 481 s.
    await rig.clock.advance(478_000);
    await rig.rounds(1);
    expect(count(rig, '/token')).toBe(1);
    await rig.rounds(1);
    expect(count(rig, '/token')).toBe(2);
  });

  it('keeps running when it was revoked, and asks ever more seldom', async () => {
    const rig = await running();
    rig.plane.intercept = (request) => (asksFor('/check-in')(request) ? problem(403, 'node_revoked') : undefined);
    const delays = [await rig.agent.round(), await rig.agent.round(), await rig.agent.round()];
    expect(delays).toStrictEqual([750, 1500, 3000]);
    expect(await rig.current()).toBe('one');
  });
});
