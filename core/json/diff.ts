import jsonPatch, { type Operation } from 'fast-json-patch';
import type { Json } from '../../schemas/words.ts';
import { done, type Outcome, reject } from '../decision.ts';
import { keysOf, pathOf } from './place.ts';

export interface Change {
  readonly kind: 'added' | 'removed' | 'modified';
  readonly pointer: string;
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

export interface Diff {
  readonly changes: Change[];
  readonly counts: { readonly added: number; readonly removed: number; readonly modified: number };
  /** RFC 6902: applied to `before`, it gives `after`. */
  readonly patch: Json[];
}

/** A document of one long key above many small changes would otherwise be answered with gigabytes of paths. */
export const DIFF_PATH_CHARACTERS = 512 * 1024;
/** More changes nobody reads, and telling each with both values would take seconds of everybody's time. */
export const DIFF_CHANGES = 10_000;

type Step = Extract<Operation, { op: 'add' | 'remove' | 'replace' }>;

/**
 * What changed between two documents that were read strictly: for people, and as a patch. Arrays are compared place
 * by place, in linear time, so an item put in at the front shows as changes of all that follow.
 * @returns `too_large` when there are more than {@link DIFF_CHANGES}, or their paths together pass
 * {@link DIFF_PATH_CHARACTERS}
 */
export function diff(before: Json, after: Json): Outcome<Diff> {
  const patch = steps(before, after);
  if (patch.length > DIFF_CHANGES)
    return reject('too_large', { what: 'changes', limit: DIFF_CHANGES, size: patch.length });
  const characters = patch.reduce((sum, { path }) => sum + path.length, 0);
  if (characters > DIFF_PATH_CHARACTERS)
    return reject('too_large', {
      what: 'paths of all changes together',
      limit: DIFF_PATH_CHARACTERS,
      size: characters,
    });
  const changes = patch.map((step) => changeOf(step, before, after));
  const count = (kind: Change['kind']): number => changes.filter((change) => change.kind === kind).length;
  return done({
    changes,
    counts: { added: count('added'), removed: count('removed'), modified: count('modified') },
    patch: patch.map(stepJson),
  });
}

const stepJson = (step: Step): Json =>
  step.op === 'remove' ? { op: step.op, path: step.path } : { op: step.op, path: step.path, value: step.value as Json };

function steps(before: Json, after: Json): Step[] {
  if (isHolder(before) && isHolder(after) && Array.isArray(before) === Array.isArray(after))
    return jsonPatch.compare(before, after) as Step[];
  return before === after ? [] : [{ op: 'replace', path: '', value: after }];
}

const isHolder = (value: Json): value is readonly Json[] | { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null;

/** Removed items of an array are its last ones, so every pointer holds in the document it is looked up in. */
function changeOf(step: Step, before: Json, after: Json): Change {
  const keys = keysOf(step.path, step.op === 'add' ? after : before);
  const place = { pointer: step.path, path: pathOf(keys) };
  const old =
    step.op === 'add' ? undefined : keys.reduce<unknown>((here, key) => Reflect.get(here as object, key), before);
  switch (step.op) {
    case 'add':
      return { kind: 'added', ...place, after: step.value as Json };
    case 'remove':
      return { kind: 'removed', ...place, before: old as Json };
    case 'replace':
      return { kind: 'modified', ...place, before: old as Json, after: step.value as Json };
  }
}
