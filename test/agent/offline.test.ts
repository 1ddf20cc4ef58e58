import { describe, expect, it } from 'vitest';
import { HttpFailure } from '../../agent/ports.ts';
import { problem } from '../support/fake-control-plane.ts';
import { asksFor, count, publishNext, running } from './running-agent.ts';

describe('offline', () => {
  it('keeps running, backs off, and tells how long it was away', async () => {
    const rig = await running();
    rig.plane.intercept = () => {
      throw new HttpFailure('unreachable');
    };
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      const delay = await rig.agent.round();
      pauses.push(delay);
      await rig.clock.advance(delay);
    }
    expect(pauses).toStrictEqual([750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000]);
    expect(await rig.current()).toBe('one');
    rig.plane.intercept = () => undefined;
    await rig.rounds(1);
    expect(rig.plane.checkIns.at(-1)?.connectivity).toStrictEqual({ offlineSeconds: 137, failures: 8 });
    await rig.rounds(1);
    expect(rig.plane.checkIns.at(-1)?.connectivity).toStrictEqual({ offlineSeconds: 0, failures: 0 });
  });

  it('queues receipts over reboots and sends them in order', async () => {
    const rig = await running();
    rig.plane.intercept = (request) => (asksFor('/receipts')(request) ? problem(503, 'later') : undefined);
    publishNext(rig, 'two');
    await rig.rounds(1);
    publishNext(rig, 'three');
    await rig.rounds(1);
    await rig.reboot();
    expect(rig.plane.receipts.map(({ counter }) => counter)).toStrictEqual([1]);
    rig.plane.intercept = () => undefined;
    await rig.rounds(1);
    expect(rig.plane.receipts.map(({ counter, generation }) => [counter, generation])).toStrictEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    rig.plane.requests.length = 0;
    await rig.rounds(1);
    expect(count(rig, '/receipts')).toBe(0);
  });

  it('sends a receipt again whose answer was lost, and it is known', async () => {
    const rig = await running();
    let lost = true;
    const { http } = rig.plane;
    publishNext(rig);
    rig.plane.intercept = (request) => {
      if (!lost || !asksFor('/receipts')(request)) return undefined;
      lost = false;
      void http(request);
      throw new HttpFailure('unreachable');
    };
    await rig.rounds(3);
    expect(rig.plane.receipts.map(({ counter }) => counter)).toStrictEqual([1, 2]);
  });

  it('jumps to the newest directive when it is back, not through those it missed', async () => {
    const rig = await running();
    for (const content of ['two', 'three', 'four']) publishNext(rig, content);
    await rig.rounds(1);
    expect(await rig.current()).toBe('four');
    expect(rig.hooks).toStrictEqual([1, 4]);
  });

  it('tries a failed switch again without the control plane', async () => {
    const rig = await running();
    rig.hookAnswer = (generation) => (generation === 2 ? 'busy' : undefined);
    publishNext(rig);
    await rig.rounds(1);
    rig.plane.intercept = () => {
      throw new HttpFailure('unreachable');
    };
    rig.hookAnswer = () => undefined;
    await rig.rounds(3);
    expect(await rig.current()).toBe('two');
  });
});
