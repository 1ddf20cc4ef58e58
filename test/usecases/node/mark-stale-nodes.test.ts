import { describe, expect, it } from 'vitest';
import { staleMarker } from '../../../usecases/node/mark-stale-nodes.ts';
import { nodeWorld } from '../../support/node-world.ts';

const HELD = { directive: { epoch: 1, sequence: 1 } };

describe('silent nodes', () => {
  it('are marked once, 121 s after their last word, and recover with the next', async () => {
    const w = await nodeWorld();
    const [silent, loud] = [await w.enrolled(), await w.enrolled()];
    const mark = staleMarker(w.world);
    await silent.answer(HELD);
    const lastSeenAt = w.clock.instant();
    await w.clock.advance(60_000);
    expect(await mark()).toBe(0);
    await w.clock.advance(60_000);
    await loud.answer(HELD);
    expect(await mark()).toBe(0);
    await w.clock.advance(1000);
    expect(await mark()).toBe(1);
    expect(await mark()).toBe(0);
    expect((await w.events(silent.id)).at(-1)).toMatchObject({
      type: 'NodeStale',
      role: 'System',
      payload: { lastSeenAt },
    });
    await silent.answer(HELD);
    expect((await w.events(silent.id)).at(-1)).toMatchObject({ type: 'NodeRecovered', payload: { from: 'stale' } });
    expect((await w.state(loud.id)).staleSince).toBeNull();
  });
  it('that never spoke are missed from their enrolment on', async () => {
    const w = await nodeWorld();
    await w.enrolled();
    const mark = staleMarker(w.world);
    await w.clock.advance(60_000);
    expect(await mark()).toBe(0);
    await w.clock.advance(61_000);
    expect(await mark()).toBe(1);
  });
  it('get one whole period after we were away ourselves', async () => {
    const w = await nodeWorld();
    await w.enrolled();
    await w.clock.advance(3_600_000);
    const mark = staleMarker(w.world);
    await w.clock.advance(60_000);
    expect(await mark()).toBe(0);
    await w.clock.advance(3_600_000); // this process slept
    expect(await mark()).toBe(0);
    await w.clock.advance(120_000);
    expect(await mark()).toBe(0);
    await w.clock.advance(1000);
    expect(await mark()).toBe(1);
  });
  it('are found by runs in several processes that each sleep long', async () => {
    const w = await nodeWorld();
    await w.enrolled();
    const processes = [1, 2, 3].map(() => staleMarker(w.world, w.world.positions));
    let marked = 0;
    for (let minute = 0; minute < 3; minute++) {
      for (const mark of processes.slice(minute, minute + 1)) marked += await mark();
      await w.clock.advance(60_000);
    }
    expect(marked).toBe(0);
    expect(await staleMarker(w.world, w.world.positions)()).toBe(1);
  });
  it('get one whole period when no process ran for longer than that', async () => {
    const w = await nodeWorld();
    await w.enrolled();
    await staleMarker(w.world, w.world.positions)();
    await w.clock.advance(121_000);
    expect(await staleMarker(w.world, w.world.positions)()).toBe(0);
    await w.clock.advance(120_000);
    expect(await staleMarker(w.world, w.world.positions)()).toBe(0);
    await w.clock.advance(1_000);
    expect(await staleMarker(w.world, w.world.positions)()).toBe(1);
  });
  it.each([false, true])('are marked once although the append fails (stored: %s)', async (stored) => {
    const w = await nodeWorld();
    const { id } = await w.enrolled();
    const mark = staleMarker(w.world);
    await w.clock.advance(60_000);
    await mark();
    await w.clock.advance(61_000);
    w.failOnce('streams', 'append', { stored });
    await expect(mark()).rejects.toThrow('append failed');
    await mark();
    expect((await w.events(id)).filter(({ type }) => type === 'NodeStale')).toHaveLength(1);
  });
});
