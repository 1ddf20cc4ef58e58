import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastUsed } from '../../core/last-used.ts';

describe('what was used last', () => {
  it('is kept; of the others at most as many, and what nobody used goes first', () => {
    const kept = lastUsed<number>(2);
    for (const name of ['a', 'b', 'c']) kept.set(name, 1);
    expect(kept.get('a')).toBe(1);
    kept.set('d', 1);
    expect(['a', 'b', 'c', 'd'].map(kept.get)).toStrictEqual([1, undefined, 1, 1]);
  });
  it('is what it was set to last', () => {
    const kept = lastUsed<number>(1);
    kept.set('a', 1);
    kept.set('b', 1);
    kept.set('a', 2);
    expect(kept.get('a')).toBe(2);
  });
  it('is gone when it is taken out, one or all', () => {
    const kept = lastUsed<number>(3);
    for (const name of ['a', 'b', 'c']) kept.set(name, 1);
    kept.delete('b');
    expect([kept.get('a'), kept.get('b')]).toStrictEqual([1, undefined]);
    kept.clear();
    expect([kept.get('a'), kept.get('c')]).toStrictEqual([undefined, undefined]);
  });
  it('is a map that forgets: whatever it answers was set last, and it holds those used last, and never twice as many', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const step = fc.oneof(
      fc.record({ set: name, value: fc.nat() }),
      fc.record({ get: name }),
      fc.record({ drop: name }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const kept = lastUsed<number>(2);
        const all = new Map<string, number>();
        let recent: string[] = [];
        const use = (name: string): void => {
          recent = [name, ...recent.filter((each) => each !== name)];
        };
        for (const step of steps) {
          if ('set' in step) {
            kept.set(step.set, step.value);
            all.set(step.set, step.value);
            use(step.set);
          } else if ('drop' in step) {
            kept.delete(step.drop);
            all.delete(step.drop); // but what its use pushed out does not come back
          } else {
            const found = kept.get(step.get);
            const mustBeThere = all.has(step.get) && recent.slice(0, 2).includes(step.get);
            if (found === undefined ? mustBeThere : found !== all.get(step.get)) return false;
            if (found !== undefined) use(step.get);
          }
        }
        return true;
      }),
    );
  });
});
