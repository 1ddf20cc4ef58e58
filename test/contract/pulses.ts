import { describe, expect, it } from 'vitest';
import type { PulseRow } from '../../schemas/pulse.ts';
import type { SignOfLife } from '../../usecases/ports.ts';
import { FAILURES, type Factory, within } from './contract.ts';

const NODE = 'node-1';
const pulse = (bootStartedAt: number, sequence: number, node = NODE): Omit<PulseRow, 'proven'> => ({
  cluster: 'edge',
  node,
  bootId: `boot-${bootStartedAt}`,
  bootStartedAt,
  sequence,
  generation: 3,
  digestPrefix: 'abcdef0123456789',
  resident: 0,
  seenAt: 1_795_339_800 + sequence,
  intervalSeconds: 1,
  newest: { at: 1, sequence, counts: { requests: 1, errors: 0, probesOk: 1, probesFailed: 0, latency: [[3, 1]] } },
  windowStart: null,
  drift: ['version'],
  unhealthy: false,
});
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
const proof = (generation: number, state: 'resident' | 'active', at = 1) => ({ generation, state, at });

/** Last-value rows of nodes. @see usecases/ports.ts Pulses */
export function pulsesContract(open: Factory<'pulses'>): void {
  const run = within(open);

  describe('put', () => {
    it.each([
      { name: 'a later sequence', next: [5, 8], kept: [5, 8] },
      { name: 'an earlier sequence', next: [5, 6], kept: [5, 7] },
      { name: 'a later boot with a lower sequence', next: [6, 0], kept: [6, 0] },
      { name: 'an earlier boot with a higher sequence', next: [4, 99], kept: [5, 7] },
    ] as const)('$name', ({ next: [boot, sequence], kept: [keptBoot, keptSequence] }) =>
      run(async ({ world: { pulses } }) => {
        await pulses.put(pulse(5, 7));
        await pulses.put(pulse(boot, sequence));
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(keptBoot, keptSequence), proven: null });
      })(),
    );

    it(
      'never touches what was proven',
      run(async ({ world: { pulses } }) => {
        await pulses.put(pulse(5, 7));
        await pulses.prove('edge', NODE, proof(3, 'active'));
        await pulses.put({ ...pulse(6, 0), proven: null } as PulseRow);
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(3, 'active'));
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { pulses }, failOnce }) => {
        failOnce('pulses', 'put', { stored });
        await expect(pulses.put(pulse(5, 7))).rejects.toThrow('pulses.put failed');
        expect((await pulses.get('edge', NODE)) !== undefined).toBe(stored);
        await pulses.put(pulse(5, 7));
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(5, 7), proven: null });
      })(),
    );
  });

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

  describe('prove', () => {
    it.each([
      { name: 'a higher generation', next: proof(4, 'resident', 2), kept: proof(4, 'resident', 2) },
      { name: 'a lower generation', next: proof(2, 'active', 2), kept: proof(3, 'resident') },
      { name: 'active after resident', next: proof(3, 'active', 2), kept: proof(3, 'active', 2) },
      { name: 'the same again', next: proof(3, 'resident', 2), kept: proof(3, 'resident') },
      { name: 'nothing', next: null, kept: proof(3, 'resident') },
    ])('only raises: $name', ({ next, kept }) =>
      run(async ({ world: { pulses } }) => {
        await pulses.put(pulse(5, 7));
        await pulses.prove('edge', NODE, proof(3, 'resident'));
        await pulses.prove('edge', NODE, next);
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(5, 7), proven: kept });
      })(),
    );

    it(
      'does not go back from active to resident of the same generation',
      run(async ({ world: { pulses } }) => {
        await pulses.prove('edge', NODE, proof(3, 'active'));
        await pulses.prove('edge', NODE, proof(3, 'resident', 9));
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(3, 'active'));
      }),
    );

    it(
      'goes on from active to the next generation, resident',
      run(async ({ world: { pulses } }) => {
        await pulses.prove('edge', NODE, proof(3, 'active'));
        await pulses.prove('edge', NODE, proof(4, 'resident', 9));
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(4, 'resident', 9));
      }),
    );

    it(
      'before the first check-in is kept, and any check-in fills the row',
      run(async ({ world: { pulses } }) => {
        await pulses.prove('edge', NODE, proof(1, 'active'));
        await pulses.put(pulse(0, 0));
        expect(await pulses.get('edge', NODE)).toStrictEqual({ ...pulse(0, 0), proven: proof(1, 'active') });
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { pulses }, failOnce }) => {
        await pulses.put(pulse(5, 7));
        failOnce('pulses', 'prove', { stored });
        await expect(pulses.prove('edge', NODE, proof(3, 'active'))).rejects.toThrow('pulses.prove failed');
        await pulses.prove('edge', NODE, proof(3, 'active'));
        expect((await pulses.get('edge', NODE))?.proven).toStrictEqual(proof(3, 'active'));
      })(),
    );
  });

  describe('fold', () => {
    it(
      'sees every row of its cluster once, across partitions',
      run(async ({ world: { pulses } }) => {
        const names = Array.from({ length: 2100 }, (_, index) => `node-${index}`);
        await Promise.all(names.map((name, index) => pulses.put(pulse(1, index, name))));
        await pulses.put({ ...pulse(1, 1), cluster: 'edgeway' });
        const seen = await pulses.fold<string[]>('edge', [], (state, { node }) => [...state, node]);
        expect(seen.toSorted()).toStrictEqual(names.toSorted());
        expect(await pulses.fold('empty', 0, (count) => count + 1)).toBe(0);
      }),
    );

    it(
      'does not see what was removed',
      run(async ({ world: { pulses }, failOnce }) => {
        await pulses.put(pulse(1, 1));
        failOnce('pulses', 'remove', { stored: true });
        await expect(pulses.remove('edge', NODE)).rejects.toThrow('pulses.remove failed');
        await pulses.remove('edge', NODE);
        expect(await pulses.get('edge', NODE)).toBeUndefined();
        expect(await pulses.fold('edge', 0, (count) => count + 1)).toBe(0);
      }),
    );
  });
}
