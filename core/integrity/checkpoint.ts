import { fromBase64, toBase64 } from './base64.ts';
import type { PublicKey } from './keys.ts';
import { noteKeyHash, noteOf, openNote, readNote } from './note.ts';

/** Size and root of the audit log at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** First line of every checkpoint, and the name of the key that signs it. @see docs/protocol.md §6.4 */
export const checkpointOrigin = (controlPlane: string): string =>
  `plumbline.dev/audit/${encodeURIComponent(controlPlane)}`;

/** The text to sign: origin, decimal size, base64 root, a line each. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${toBase64(root)}\n`;

/** The signed checkpoint. @param signature Ed25519 over the UTF-8 of `checkpointText` */
export const signedCheckpoint = (checkpoint: Checkpoint, key: PublicKey, signature: Uint8Array): string =>
  noteOf(checkpointText(checkpoint), {
    name: checkpoint.origin,
    keyHash: noteKeyHash(checkpoint.origin, key),
    signature,
  });

/** @returns the checkpoint when one of `keys` signed it for this control plane, else undefined. */
export function openCheckpoint(note: string, controlPlane: string, keys: readonly PublicKey[]): Checkpoint | undefined {
  const origin = checkpointOrigin(controlPlane);
  const text = openNote(note, origin, keys);
  const checkpoint = text === undefined ? undefined : parse(text);
  return checkpoint?.origin === origin ? checkpoint : undefined;
}

/** What a note says of a log, believed by nobody yet. */
export const readCheckpoint = (note: string): Checkpoint | undefined => {
  const read = readNote(note);
  return read && parse(read.text);
};

/** Lines after the third are extensions and passed over. */
function parse(text: string): Checkpoint | undefined {
  const [origin, size, encoded] = text.split('\n');
  const root = fromBase64(encoded ?? '');
  if (!origin || size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size) || root?.length !== 32) return undefined;
  return Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root } : undefined;
}
