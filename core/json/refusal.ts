import { type Rejected, reject } from '../decision.ts';
import type { RejectionCode } from '../rejections.ts';
import { type Keys, lineAndColumn, placeOf } from './place.ts';

/** Why a text cannot be taken, and where. */
export interface Unreadable {
  readonly code: RejectionCode;
  readonly message: string;
  readonly keys: Keys;
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
}

/** The refusal a caller gets: one located error, shaped like those of a request (RFC 6901, RFC 9535, line and column). */
export function unreadable({ code, message, keys, offset }: Unreadable, text: string): Rejected {
  const place = { ...placeOf(keys), ...lineAndColumn(text, offset) };
  return reject(code, { errors: [{ ...place, rule: code, message }] });
}
