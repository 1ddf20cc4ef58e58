import { done, type Outcome, reject } from '../../core/decision.ts';
import { refusedAt } from './located-errors.ts';
import { trimmed } from './trimmed.ts';

/** Strong entity tag of a revision. */
export const etagOf = (revision: number): string => `"${revision}"`;

/**
 * The revision named by If-Match; undefined when absent or `*`. Comparison is strong (RFC 9110 §13.1.1): a weak tag or
 * one that is not ours can match nothing.
 */
export function readIfMatch(header: string | undefined): Outcome<number | undefined> {
  const tag = header && trimmed(header);
  if (tag === undefined || tag === '*') return done(undefined);
  const [, digits] = /^"(\d{1,15})"$/.exec(tag) ?? [];
  if (digits !== undefined) return done(Number(digits));
  if (/^(?:W\/)?"[\x21\x23-\x7e]*"$/.test(tag)) return reject('precondition_failed');
  return refusedAt('header', ['if-match'], 'one entity tag in double quotes, or *');
}

/** Whether If-None-Match names this tag or is `*`: then a GET answers 304 (weak comparison, RFC 9110 §13.1.2). */
export const noneMatch = (header: string | undefined, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map(trimmed)
    .some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
