import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeldState, step } from '../../../core/node/step.ts';
import { candidateOf, later, named } from '../../support/fleet-documents.ts';
import { bare, draft, holding, place, word } from './held-states.ts';

describe('under any directive', () => {
  const generation = fc.integer({ min: 1, max: 4 });
  const anyHeld = fc
    .record({
      stable: fc.option(generation),
      candidate: fc.option(generation),
      mode: fc.constantFrom('activate' as const, 'preload' as const),
      cutoff: fc.constantFrom('', '8'.repeat(16), 'f'.repeat(16)),
      running: fc.option(generation),
      floor: fc.option(generation),
      holds: fc.oneof(fc.constant([1, 2, 3, 4]), fc.subarray([1, 2, 3, 4])),
      intact: fc.boolean(),
      late: fc.constantFrom(0, 0, 0, 86_399.999, 86_400, 1e9),
    })
    .map(({ stable, candidate, mode, cutoff, running, floor, holds, intact, late }): HeldState => {
      const highest = Math.max(floor ?? 0, running ?? 0);
      return {
        ...bare,
        ...holding(...holds),
        directive: word({
          ...(stable === null ? {} : { stable: named(draft(stable)) }),
          ...(candidate === null ? {} : { candidate: candidateOf(draft(candidate), { mode, cutoff }) }),
        }),
        running: running === null ? null : place(running),
        floor: highest === 0 ? null : place(highest),
        intact,
        nowMs: Date.parse(later(late)),
      };
    });

  it('never switches below its floor, to what the directive does not name, after expiry, or to part of a release', () => {
    let switched = 0;
    fc.assert(
      fc.property(anyHeld, (held) => {
        const next = step(held);
        if (next.do !== 'switch' && next.do !== 'adopt') return;
        switched++;
        expect(next.release.word.generation).toBeGreaterThanOrEqual(held.floor?.generation ?? 0);
        const { stable, candidate } = held.directive ?? {};
        expect([stable?.digest, candidate?.mode === 'activate' ? candidate.digest : undefined]).toContain(
          next.release.digest,
        );
        expect(held.nowMs).toBeLessThan(Date.parse(held.directive?.expiresAt ?? ''));
      }),
      { numRuns: 1000 },
    );
    expect(switched).toBeGreaterThan(50);
  });

  it('asks for nothing that no directive names and it does not run', () =>
    fc.assert(
      fc.property(anyHeld, (held) => {
        const next = step(held);
        if (next.do !== 'fetch_release') return;
        const { stable, candidate } = held.directive ?? {};
        expect([stable?.digest, candidate?.digest, held.running?.digest]).toContain(next.digest);
      }),
    ));
});
