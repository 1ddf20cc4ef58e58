import { fromBase64, toBase64 } from './base64.ts';
import type { PublicKey } from './keys.ts';
import { noteKeyHash, noteOf, openNote, readNote } from './note.ts';

/** Size and root of the audit log at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Of the trust root it was signed under: only a new epoch may begin another log (protocol §6). */
  readonly epoch: number;
}

/** First line of every checkpoint, and the name of the key that signs it. @see docs/protocol.md §6.4 */
export const checkpointOrigin = (controlPlane: string): string =>
  `plumbline.dev/audit/${encodeURIComponent(controlPlane)}`;

/** The text to sign: origin, decimal size, base64 root, and the epoch as the one extension line. */
export const checkpointText = ({ origin, size, root, epoch }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\nepoch ${epoch}\n`;

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

const DECIMAL = /^(?:0|[1-9]\d{0,15})$/;

/** Extension lines other than the epoch are passed over. */
function parse(text: string): Checkpoint | undefined {
  const [origin, size, encoded, ...extensions] = text.split('\n');
  const root = fromBase64(encoded ?? '');
  const epoch = extensions.find((line) => line.startsWith('epoch '))?.slice('epoch '.length);
  if (!origin || !size || !epoch || !DECIMAL.test(size) || !DECIMAL.test(epoch) || root?.length !== 32)
    return undefined;
  const numbers = { size: Number(size), epoch: Number(epoch) };
  return Object.values(numbers).every(Number.isSafeInteger) ? { origin, ...numbers, root } : undefined;
}
