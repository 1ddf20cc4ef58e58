import { describe, expect, it } from 'vitest';
import type { PulseRow } from '../../schemas/pulse.ts';
import type { SignOfLife } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';
import { NODE, proof, pulse } from './pulse-rows.ts';

const sample = (sequence: number) => ({
  at: 1_795_339_800 + sequence,
  sequence,
  counts: {
    requests: 10 * sequence,
    errors: 1,
    probesOk: sequence,
    probesFailed: 0,
    latency: [
      [3, 2 * sequence],
      [17, 1],
    ] as [number, number][],
    custom: { 'queue.depth': -0.5 },
  },
});

/** One write that moves a row on, where nothing else is new. @see usecases/ports.ts Pulses */
export function pulseRefreshContract(open: Factory<'pulses'>): void {
  const run = within(open);

  describe('refresh', () => {
    const stored = { ...pulse(5, 7), newest: sample(7), windowStart: sample(6) };
    const life: SignOfLife = {
      cluster: 'edge',
      node: NODE,
      generation: 3,
      digestPrefix: 'abcdef0123456789',
      resident: 0,
      drift: ['version'],
      unhealthy: false,
      seenAt: stored.seenAt + 30,
      intervalSeconds: 30,
      sample: { bootId: 'boot-5', ...sample(9) },
      newWindow: false,
    };
    const moved = { ...stored, seenAt: life.seenAt, intervalSeconds: 30, sequence: 8 };

    it.each<{ name: string; over?: Partial<SignOfLife>; kept: Omit<PulseRow, 'proven'> | null }>([
      { name: 'takes a later sample', kept: { ...moved, newest: sample(9) } },
      {
        name: 'begins a new window at the sample before',
        over: { newWindow: true },
        kept: { ...moved, newest: sample(9), windowStart: sample(7) },
      },
      { name: 'keeps the samples when there is none', over: { sample: null, newWindow: true }, kept: moved },
      {
        name: 'takes the next sample',
        over: { sample: { bootId: 'boot-5', ...sample(8) } },
        kept: { ...moved, newest: sample(8) },
      },
      { name: 'leaves a sample it has', over: { sample: { bootId: 'boot-5', ...sample(7) } }, kept: null },
      { name: 'leaves another boot', over: { sample: { bootId: 'boot-6', ...sample(9) } }, kept: null },
      { name: 'leaves another release', over: { generation: 4 }, kept: null },
      { name: 'leaves another digest', over: { digestPrefix: 'abcdef0123456780' }, kept: null },
      { name: 'leaves other drift', over: { drift: [] }, kept: null },
      { name: 'leaves a row that was unhealthy otherwise', over: { unhealthy: true }, kept: null },
      { name: 'leaves another resident release', over: { resident: 2 }, kept: null },
      {
        name: 'takes the same second',
        over: { seenAt: stored.seenAt },
        kept: { ...moved, seenAt: stored.seenAt, newest: sample(9) },
      },
      { name: 'leaves a later row', over: { seenAt: stored.seenAt - 1 }, kept: null },
    ])('$name', ({ over, kept }) =>
      run(async ({ world: { pulses } }) => {
        await pulses.put(stored);
        await pulses.prove('edge', NODE, proof(3, 'active'));
        expect(await pulses.refresh({ ...life, ...over })).toBe(kept !== null);
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...(kept ?? stored), proven: proof(3, 'active') });
      })(),
    );

    it(
      'makes no row, and fills none that never had a sample',
      run(async ({ world: { pulses } }) => {
        expect(await pulses.refresh(life)).toBe(false);
        expect(await pulses.get('edge', NODE)).toBeUndefined();
        await pulses.prove('edge', NODE, proof(3, 'active'));
        expect(await pulses.refresh(life)).toBe(false);
        await pulses.put({ ...stored, newest: null, windowStart: null });
        expect(await pulses.refresh(life)).toBe(false);
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored: done }) =>
      run(async ({ world: { pulses }, failOnce }) => {
        await pulses.put(stored);
        failOnce('pulses', 'refresh', { stored: done });
        await expect(pulses.refresh(life)).rejects.toThrow('pulses.refresh failed');
        expect(await pulses.refresh(life)).toBe(!done);
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...moved, newest: sample(9), proven: null });
      })(),
    );

    it(
      'goes before a put that was made from the row as it was',
      run(async ({ world: { pulses } }) => {
        await pulses.put(stored);
        await pulses.refresh(life);
        await pulses.put({ ...stored, sequence: 8, generation: 4 });
        expect((await pulses.get('edge', NODE))?.generation).toBe(3);
      }),
    );
  });
}
