import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Step, step } from '../../../core/node/step.ts';
import { allowed, anySituation, tell, wanted } from './situations.ts';

const installs = (next: Step): next is Extract<Step, { do: 'switch' | 'adopt' | 'preload' }> =>
  next.do === 'switch' || next.do === 'adopt' || next.do === 'preload';

describe('the next step of a node', () => {
  it('puts in place what the protocol lets it, and nothing else', () => {
    const seen = { switch: 0, adopt: 0, preload: 0, refuse: 0, rest: 0, repair: 0 };
    fc.assert(
      fc.property(anySituation, (said) => {
        const told = tell(said);
        const next = step(told.held);
        if (next.do in seen) seen[next.do as keyof typeof seen] += 1;
        const { run, preload } = wanted(told);
        if (installs(next)) {
          expect(next.release.digest).toBe(next.do === 'preload' ? preload : run);
          expect(allowed(told, next.release.digest, next.do !== 'preload')).toBe(true);
        }
        const may = run !== undefined && run !== told.held.running?.digest && allowed(told, run, true);
        // A damaged release that can be repaired is repaired first.
        if (may && next.do !== 'repair') expect(['switch', 'adopt']).toContain(next.do);
      }),
      { numRuns: 2500 },
    );
    expect(Object.entries(seen).filter(([, times]) => times < 15)).toStrictEqual([]);
  });

  it('leads to rest, never below a floor, whatever it begins with', () => {
    let steps = 0;
    fc.assert(
      fc.property(anySituation, (said) => {
        let { held } = tell(said);
        for (let count = 0; count < 6; count++) {
          const next = step(held);
          if (next.do === 'repair') held = { ...held, intact: true };
          else if (next.do === 'preload') held = { ...held, resident: new Set([next.release.digest]) };
          else if (next.do === 'switch' || next.do === 'adopt') {
            const { epoch, generation } = next.release.word;
            const floor = { epoch, generation, digest: next.release.digest };
            const was = held.floor ?? { epoch: 0, generation: 0 };
            expect(epoch > was.epoch || (epoch === was.epoch && generation >= was.generation)).toBe(true);
            held = { ...held, intact: true, running: floor, floor };
            steps += 1;
          } else {
            expect(['rest', 'wait', 'refuse', 'fetch_release', 'fetch_blobs']).toContain(next.do);
            return;
          }
        }
        expect.unreachable('it never comes to rest');
      }),
      { numRuns: 2000 },
    );
    expect(steps).toBeGreaterThan(30);
  });
});
