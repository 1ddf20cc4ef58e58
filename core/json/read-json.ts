import type { Json } from '../../schemas/words.ts';
import { done, type Outcome } from '../decision.ts';
import { decodeUtf8, unmarked } from './decode-utf8.ts';
import { duplicateName, membersIn } from './duplicate-name.ts';
import { glance } from './glance.ts';
import { unreadable } from './refusal.ts';
import { scan } from './scan.ts';

/**
 * Reads a JSON document as strictly as we promise (design.md §9). What passes means the same to every reader, and its
 * RFC 8785 form has the same value.
 * @param source bytes of UTF-8 without a byte order mark, or text
 * @returns `json_invalid`, `duplicate_key`, `unsafe_key`, `too_deep`, `lone_surrogate` or `number_not_exact`, with the
 * place of the first one
 */
export function readJson(source: Uint8Array | string): Outcome<Json> {
  const text = typeof source === 'string' ? unmarked(source, 'json_invalid') : decodeUtf8(source, 'json_invalid');
  if (!text.ok) return text;
  const glanced = glance(text.value);
  if (glanced !== undefined) {
    const read = parsed(text.value);
    if (read && membersIn(read.value) === glanced) return done(read.value);
  }
  const members = scan(text.value);
  if (typeof members !== 'number') return unreadable(members, text.value);
  // The values are those of JSON.parse, so there is nothing to disagree about: only of equal names it keeps one.
  const value = JSON.parse(text.value) as Json;
  return membersIn(value) === members ? done(value) : unreadable(duplicateName(text.value), text.value);
}

function parsed(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined; // told by scan, with the place
  }
}
