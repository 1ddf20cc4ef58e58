import fc from 'fast-check';
import jsonPatch, { type Operation } from 'fast-json-patch';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../core/integrity/canonical.ts';
import { DIFF_CHANGES, DIFF_PATH_CHARACTERS, diff } from '../../../core/json/diff.ts';
import { keysOf } from '../../../core/json/place.ts';
import type { Json } from '../../../schemas/words.ts';

const changed = (before: Json, after: Json) => {
  const outcome = diff(before, after);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

describe('diff', () => {
  it('names what was added, removed and modified, with both values', () =>
    expect(changed({ a: 1, b: [1, 2, 3], 'c/d': { x: true } }, { a: 2, b: [1, 5], 'c/d': {}, e: null })).toStrictEqual({
      changes: [
        { kind: 'removed', pointer: '/c~1d/x', path: "$['c/d']['x']", before: true },
        { kind: 'removed', pointer: '/b/2', path: "$['b'][2]", before: 3 },
        { kind: 'modified', pointer: '/b/1', path: "$['b'][1]", before: 2, after: 5 },
        { kind: 'modified', pointer: '/a', path: "$['a']", before: 1, after: 2 },
        { kind: 'added', pointer: '/e', path: "$['e']", after: null },
      ],
      counts: { added: 1, removed: 2, modified: 2 },
      patch: [
        { op: 'remove', path: '/c~1d/x' },
        { op: 'remove', path: '/b/2' },
        { op: 'replace', path: '/b/1', value: 5 },
        { op: 'replace', path: '/a', value: 2 },
        { op: 'add', path: '/e', value: null },
      ],
    }));

  it.each<{ before: Json; after: Json }>([
    { before: [], after: {} },
    { before: {}, after: [] },
    { before: { 0: 'a' }, after: ['a'] },
    { before: 1, after: { a: 1 } },
    { before: null, after: [] },
    { before: 'a', after: 'b' },
  ])('replaces a whole document of another kind: $before → $after', ({ before, after }) =>
    expect(changed(before, after).changes).toStrictEqual([{ kind: 'modified', pointer: '', path: '$', before, after }]),
  );

  it('is empty for equal documents', () =>
    expect(changed({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toStrictEqual({
      changes: [],
      counts: { added: 0, removed: 0, modified: 0 },
      patch: [],
    }));

  it.each([
    { changes: DIFF_CHANGES, answer: 'told' },
    { changes: DIFF_CHANGES + 1, answer: 'too_large' },
  ])('bounds the changes it tells: $changes are $answer', ({ changes, answer }) => {
    const outcome = diff(Array<number>(changes).fill(1), Array<number>(changes).fill(2));
    expect(outcome.ok ? 'told' : outcome.code).toBe(answer);
  });

  it.each([
    { second: 'b', answer: 'told' },
    { second: 'bb', answer: 'too_large' },
  ])('bounds the paths it names: $answer', ({ second, answer }) => {
    const long = 'k'.repeat(DIFF_PATH_CHARACTERS / 2 - '//a'.length);
    const outcome = diff({ [long]: { a: 1, [second]: 1 } }, { [long]: { a: 2, [second]: 2 } });
    expect(outcome.ok ? 'told' : outcome.code).toBe(answer);
  });
});

const documents = fc.tuple(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 })).map(([before, other]) => {
  // Half of the second document is the first one, so that most pairs differ only in places.
  const after =
    typeof before === 'object' && before !== null && !Array.isArray(before) ? { ...before, other } : [before, other];
  return JSON.parse(JSON.stringify([before, after])) as [Json, Json];
});

describe('laws of diff', () => {
  it('applying the patch gives the target, and every change says the truth about both documents', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          documents,
          documents.map(([a, b]) => [b, a] as const),
        ),
        ([before, after]) => {
          const { patch, changes } = changed(before, after);
          const copy = JSON.parse(JSON.stringify(before)) as Json;
          const target = jsonPatch.applyPatch(copy, patch as unknown as Operation[], true, true, false).newDocument;
          expect(canonical(target)).toBe(canonical(after));
          const at = (document: Json, pointer: string) =>
            keysOf(pointer, document).reduce<unknown>((here, key) => (here as Record<string, unknown>)[key], document);
          for (const change of changes) {
            if (change.kind !== 'added') expect(at(before, change.pointer)).toStrictEqual(change.before);
            if (change.kind !== 'removed') expect(at(after, change.pointer)).toStrictEqual(change.after);
          }
        },
      ),
    ));
});
