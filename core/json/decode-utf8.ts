import { done, type Outcome } from '../decision.ts';
import { unreadable } from './refusal.ts';

const BYTE_ORDER_MARK = 0xfeff;

/** The text of strict UTF-8 without a byte order mark; anything else is refused with `code` and its place. */
export function decodeUtf8(bytes: Uint8Array, code: 'json_invalid' | 'yaml_invalid'): Outcome<string> {
  try {
    return unmarked(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), code);
  } catch {
    const text = new TextDecoder().decode(bytes.subarray(0, firstWrongByte(bytes)));
    return unreadable({ code, message: 'not UTF-8', keys: [], offset: text.length }, text);
  }
}

/** Text that was decoded elsewhere: its mark is still there. */
export const unmarked = (text: string, code: 'json_invalid' | 'yaml_invalid'): Outcome<string> =>
  text.charCodeAt(0) === BYTE_ORDER_MARK
    ? unreadable({ code, message: 'starts with a byte order mark', keys: [], offset: 0 }, text)
    : done(text);

/** Reading leniently and writing again changes the first wrong byte and nothing before it. */
function firstWrongByte(bytes: Uint8Array): number {
  const rewritten = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  const at = bytes.findIndex((byte, index) => byte !== rewritten[index]);
  return at === -1 ? bytes.length : at;
}
