import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastUsed } from '../../core/last-used.ts';

describe('what was used last', () => {
  it('is kept up to the limit, and beyond it the one not used for longest goes', () => {
    const kept = lastUsed<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    expect([kept.get('a'), kept.get('b')]).toStrictEqual([1, 2]);
    kept.get('a');
    kept.set('c', 3);
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toStrictEqual([1, undefined, 3]);
  });
  it('is gone when it is taken out, one or all', () => {
    const kept = lastUsed<number>(3);
    for (const name of ['a', 'b', 'c']) kept.set(name, 1);
    kept.delete('b');
    expect([kept.get('a'), kept.get('b')]).toStrictEqual([1, undefined]);
    kept.clear();
    expect([kept.get('a'), kept.get('c')]).toStrictEqual([undefined, undefined]);
  });
  it('is a map that forgets: whatever it answers was set last, and it never holds more than it may', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const step = fc.oneof(
      fc.record({ set: name, value: fc.nat() }),
      fc.record({ get: name }),
      fc.record({ drop: name }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const kept = lastUsed<number>(3);
        const all = new Map<string, number>();
        for (const step of steps) {
          if ('set' in step) {
            kept.set(step.set, step.value);
            all.set(step.set, step.value);
          } else if ('drop' in step) {
            kept.delete(step.drop);
            all.delete(step.drop);
          } else if (![all.get(step.get), undefined].includes(kept.get(step.get))) return false;
        }
        return ['a', 'b', 'c', 'd', 'e'].filter((each) => kept.get(each) !== undefined).length <= 3;
      }),
    );
  });
});
