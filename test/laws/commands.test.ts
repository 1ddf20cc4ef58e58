import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STREAM_KINDS } from '../../core/stream-kinds.ts';
import { NOUNS } from './nouns/index.ts';
import { type AnyNoun, history, type Obeyed, USUAL, walk } from './walk.ts';

/** How often each command was obeyed and each number grew; below this a law would say little. */
const OFTEN = 10;

/** Counts by name, all of them from zero. */
function tally(names: readonly string[]) {
  const counts = new Map(names.map((name) => [name, 0]));
  return {
    add: (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1),
    rare: (): string[] => [...counts].filter(([, times]) => times < OFTEN).map(([name, times]) => `${name}: ${times}`),
  };
}

/** Types of what follows when the same command is given once more. */
function again({ command, after }: Obeyed<unknown, { readonly type: string }>): string[] {
  const decision = command(after);
  return decision.ok ? decision.events.map(({ type }) => type) : [];
}

/** Numbers of a noun before and after, those that got smaller and those that grew; `receipts of <key>` count together. */
function growth({ growing }: AnyNoun, { before, after }: Obeyed<unknown, unknown>) {
  const was = growing?.(before) ?? {};
  const numbers = Object.entries(growing?.(after) ?? {});
  return {
    shrunk: numbers.filter(([name, number]) => number < (was[name] ?? 0)).map(([name]) => name),
    grown: numbers.filter(([name, number]) => number > (was[name] ?? 0)).map(([name]) => name.split(' of ')[0] ?? ''),
  };
}

describe.each(NOUNS)('$kind.kind', (noun) => {
  it('a command obeyed twice changes nothing, and its numbers only grow', () => {
    const obeyed = tally(Object.keys(noun.commands));
    const grew = tally(Object.keys(noun.growing?.(noun.kind.initial) ?? {}));
    const repeated = new Set<string>();
    fc.assert(
      fc.property(history(noun), (told) => {
        walk(noun, told, (step) => {
          obeyed.add(step.type);
          const more = again(step);
          if (more.length > 0) repeated.add(step.type);
          if (!noun.onceByOthers?.includes(step.type)) expect([step.type, more]).toStrictEqual([step.type, []]);
          const { shrunk, grown } = growth(noun, step);
          expect([step.type, shrunk]).toStrictEqual([step.type, []]);
          for (const name of grown) grew.add(name);
        });
      }),
      { numRuns: (noun.histories ?? USUAL).number },
    );
    expect([...obeyed.rare(), ...grew.rare()]).toStrictEqual([]);
    expect([...repeated].toSorted()).toStrictEqual(noun.onceByOthers ?? []);
  });
});

it('both laws are asked of every kind of stream that decides, and numbers of those that count', () => {
  const noted = ['identity-key', 'snapshot'];
  const kinds = NOUNS.map(({ kind }) => kind.kind);
  expect([...kinds, ...noted].toSorted()).toStrictEqual([...STREAM_KINDS.keys()].toSorted());
  const counting = NOUNS.filter(({ growing }) => growing).map(({ kind }) => kind.kind);
  expect(counting).toStrictEqual(['cluster', 'config', 'deployment', 'enrolment-token', 'node', 'trust']);
});
