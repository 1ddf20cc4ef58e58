import type { z } from 'zod';
import { type Rejected, reject } from '../../core/decision.ts';
import { type Keys, pathOf, pointerOf } from '../../core/json/place.ts';

/** Where in a request: the pointer and path count from there. */
export type Place = 'body' | 'query' | 'path' | 'header';
type Key = Keys[number];

const ERRORS_SHOWN = 20;

/** `invalid_request` with every place that broke a rule (20 at most), each by JSON Pointer and JSONPath. */
export const refusedShape = (place: Place, error: z.ZodError): Rejected =>
  reject('invalid_request', {
    errors: error.issues
      .flatMap((issue) => located(issue, []))
      .slice(0, ERRORS_SHOWN)
      .map(({ keys, rule, message }) => ({ in: place, pointer: pointerOf(keys), path: pathOf(keys), rule, message })),
  });

/** `invalid_request` for one place that no schema reads. */
export const refusedAt = (place: Place, keys: readonly Key[], message: string): Rejected =>
  reject('invalid_request', {
    errors: [{ in: place, pointer: pointerOf(keys), path: pathOf(keys), rule: 'invalid_format', message }],
  });

interface Located {
  readonly keys: readonly Key[];
  readonly rule: string;
  readonly message: string;
}

/** A union failed in every branch: tell of the branch that came nearest. */
function located(issue: z.core.$ZodIssue, above: readonly Key[]): Located[] {
  const keys = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ keys: [...keys, key], rule: issue.code, message: 'unknown key' }));
  const nearest = issue.code === 'invalid_union' && issue.errors.toSorted((a, b) => a.length - b.length)[0];
  if (nearest && nearest.length > 0) return nearest.flatMap((inner) => located(inner, keys));
  return [{ keys, rule: issue.code, message: issue.message }];
}
