import { fromBase64, sameBytes, toBase64 } from './base64.ts';
import { sha256 } from './digest.ts';
import { ed25519Bytes, type PublicKey } from './keys.ts';
import { verifyEd25519 } from './signature.ts';

/* C2SP signed-note: text, an empty line, signature lines. Ed25519 is signature type 0x01. */
const ED25519_TYPE = 1;
const MAX_NOTE_BYTES = 64 * 1024;
const MAX_SIGNATURES = 16;

export interface NoteSignature {
  readonly name: string;
  /** First four bytes of SHA-256(name, newline, type, public key). */
  readonly keyHash: Uint8Array;
  readonly signature: Uint8Array;
}

/** The four bytes that name an Ed25519 key in a note. @throws TypeError for a key of another kind */
export function noteKeyHash(name: string, key: PublicKey): Uint8Array {
  return sha256(`${name}\n`, Uint8Array.of(ED25519_TYPE), ed25519Bytes(key)).subarray(0, 4);
}

/** The key as C2SP tools take it: `name+hash+base64`. */
export const verifierKey = (name: string, key: PublicKey): string =>
  `${name}+${Buffer.from(noteKeyHash(name, key)).toString('hex')}+${toBase64(Buffer.concat([Uint8Array.of(ED25519_TYPE), ed25519Bytes(key)]))}`;

/** Joins a text (it ends with a newline; its UTF-8 bytes are what is signed) with its signature. */
export const noteOf = (text: string, { name, keyHash, signature }: NoteSignature): string =>
  `${text}\n— ${name} ${toBase64(Buffer.concat([keyHash, signature]))}\n`;

/** @returns undefined for what is no signed note. Nothing is verified yet. */
export function readNote(
  note: string,
): { readonly text: string; readonly signatures: readonly NoteSignature[] } | undefined {
  const border = note.lastIndexOf('\n\n');
  if (border < 0 || !note.endsWith('\n') || Buffer.byteLength(note) > MAX_NOTE_BYTES) return undefined;
  const text = note.slice(0, border + 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format allows none but newline
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text) || !note.isWellFormed()) return undefined;
  const lines = note.slice(border + 2, -1).split('\n');
  const signatures = lines.flatMap((line) => readSignature(line) ?? []);
  const complete = signatures.length === lines.length && lines.length <= MAX_SIGNATURES;
  return complete ? { text, signatures } : undefined;
}

function readSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || !bytes || bytes.length < 5) return undefined;
  return { name, keyHash: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/**
 * The text of a note that one of `keys` signed under `name`; other signatures (witnesses) are passed over.
 * @returns undefined when none did
 * @see docs/protocol.md §6.4
 */
export function openNote(note: string, name: string, keys: readonly PublicKey[]): string | undefined {
  const read = readNote(note);
  const signed = read?.signatures.some((line) =>
    keys.some(
      (key) =>
        line.name === name &&
        sameBytes(line.keyHash, noteKeyHash(name, key)) &&
        verifyEd25519(key, Buffer.from(read.text), line.signature),
    ),
  );
  return signed ? read?.text : undefined;
}
