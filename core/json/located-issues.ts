import type { z } from 'zod';
import { type Keys, placeOf } from './place.ts';

/** One place of a document that broke a rule, both ways (RFC 6901, RFC 9535). */
export interface LocatedIssue {
  readonly pointer: string;
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}
interface Located {
  readonly keys: Keys;
  readonly rule: string;
  readonly message: string;
}

const ISSUES_SHOWN = 20;

/** Every place that broke a rule of a schema, 20 at most: an unknown member is its own place, not that of its object. */
export const locatedIssues = (error: z.ZodError): LocatedIssue[] =>
  error.issues
    .flatMap((issue) => located(issue, []))
    .slice(0, ISSUES_SHOWN)
    .map(({ keys, rule, message }) => ({ ...placeOf(keys), rule, message }));

/** A union failed in every branch: tell of the branch that came nearest. */
function located(issue: z.core.$ZodIssue, above: Keys): Located[] {
  const keys = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ keys: [...keys, key], rule: issue.code, message: 'unknown key' }));
  const nearest = issue.code === 'invalid_union' && issue.errors.toSorted((a, b) => a.length - b.length)[0];
  if (nearest && nearest.length > 0) return nearest.flatMap((inner) => located(inner, keys));
  return [{ keys, rule: issue.code, message: issue.message }];
}
