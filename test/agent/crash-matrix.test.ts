import { describe, expect, it } from 'vitest';
import { Killed, stoppingFiles } from '../support/stopping-files.ts';
import { STORIES, seen } from './stories.ts';

describe.each(STORIES)('killed anywhere during $name', ({ prepare, happens, allowed, ends }) => {
  // Killed after step n is killed before step n + 1: nothing that only reads changes what is left.
  it.each(['kept', 'lost'] as const)('power %s: a whole verified release, then the right one', async (power) => {
    let stops = 0;
    for (let stopAt = 1; ; stopAt++) {
      const rig = await prepare();
      const stopping = stoppingFiles(rig.files, stopAt);
      try {
        await rig.reboot(stopping.files);
        happens?.(rig);
        await rig.rounds(1);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      if (!stopping.stopped()) break;
      stops++;
      if (power === 'lost') rig.files.losePower();
      // Before any process runs again, and right after boot with no network at all.
      expect(allowed).toContain(await seen(rig));
      rig.plane.intercept = () => ({ status: 503, bytes: new Uint8Array() });
      await rig.reboot();
      expect(allowed.filter((text) => text !== 'one ')).toContain(await seen(rig));
      rig.plane.intercept = () => undefined;
      await rig.rounds(4);
      expect(await seen(rig)).toBe(ends);
      const counters = rig.plane.receipts.map(({ counter }) => counter);
      expect(counters).toStrictEqual(counters.map((_, index) => index + 1));
      expect(rig.plane.nodes.size).toBe(1);
    }
    expect(stops).toBeGreaterThan(10);
  });
});
