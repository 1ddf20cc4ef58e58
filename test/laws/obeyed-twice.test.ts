import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STREAM_KINDS } from '../../core/stream-kinds.ts';
import { NOUNS } from './nouns/index.ts';
import { history, USUAL, walk } from './walk.ts';

/** How often each command must have been obeyed for the law to say anything about it. */
const OBEYED = 10;

describe.each(NOUNS)('$kind.kind', (noun) => {
  const types = Object.keys(noun.commands);

  it('a command obeyed twice changes nothing', () => {
    const repeated = new Set<string>();
    const obeyed = new Map(types.map((type) => [type, 0]));
    fc.assert(
      fc.property(history(noun), (told) => {
        walk(noun, told, ({ type, command, after }) => {
          obeyed.set(type, (obeyed.get(type) ?? 0) + 1);
          const again = command(after);
          const more = again.ok ? again.events.map((event) => event.type) : [];
          if (more.length > 0) repeated.add(type);
          if (!noun.onceByOthers?.includes(type)) expect([type, more]).toStrictEqual([type, []]);
        });
      }),
      { numRuns: (noun.histories ?? USUAL).number },
    );
    expect([...obeyed].filter(([, times]) => times < OBEYED)).toStrictEqual([]);
    expect([...repeated].toSorted()).toStrictEqual(noun.onceByOthers ?? []);
  });
});

it('is asked of every kind of stream that decides', () => {
  const noted = ['identity-key', 'snapshot'];
  expect([...NOUNS.map(({ kind }) => kind.kind), ...noted].toSorted()).toStrictEqual(
    [...STREAM_KINDS.keys()].toSorted(),
  );
});
