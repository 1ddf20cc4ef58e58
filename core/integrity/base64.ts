const encoded = (bytes: Uint8Array, alphabet: 'base64' | 'base64url'): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(alphabet);

/** One text for one value: what does not encode back to the same text (white space, missing padding, loose last bits) is no encoding. */
const decoded = (text: string, alphabet: 'base64' | 'base64url'): Uint8Array | undefined => {
  const bytes = Buffer.from(text, alphabet);
  return bytes.toString(alphabet) === text ? new Uint8Array(bytes) : undefined;
};

/** RFC 4648 §4, with padding. */
export const toBase64 = (bytes: Uint8Array): string => encoded(bytes, 'base64');

/** @returns undefined for anything but the one canonical encoding. @see docs/protocol.md §1.5 */
export const fromBase64 = (text: string): Uint8Array | undefined => decoded(text, 'base64');

/** RFC 4648 §5, without padding. */
export const toBase64Url = (bytes: Uint8Array): string => encoded(bytes, 'base64url');

/** @returns undefined for anything but the one canonical encoding. */
export const fromBase64Url = (text: string): Uint8Array | undefined => decoded(text, 'base64url');

/** Whether two byte strings are equal; not for secrets. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
