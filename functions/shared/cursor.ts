import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { Keyring } from '../../usecases/ports.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Cursors handed to callers: sealed, because the position inside may name a thing its reader may not see, and bound
 * to one question, so that it continues nothing else. The nonce is a MAC of the content (as in AES-SIV): the same
 * position gives the same cursor, and two positions never share a nonce.
 */
export interface Cursors {
  seal(position: string, question: string): Promise<string>;
  /** undefined when it is not one of ours, was changed, or belongs to another question. */
  open(cursor: string, question: string): Promise<string | undefined>;
}

export function cursors(keyring: Pick<Keyring, 'hmacKey'>): Cursors {
  const keys = async (question: string) => {
    const key = await keyring.hmacKey('cursor');
    const derive = (use: string, ...parts: readonly string[]) =>
      createHmac('sha256', key)
        .update(JSON.stringify([use, ...parts]))
        .digest();
    return {
      encryption: derive('encrypt'),
      nonceOf: (position: string) => derive('nonce', question, position).subarray(0, NONCE_BYTES),
    };
  };
  return {
    async seal(position, question) {
      const { encryption, nonceOf } = await keys(question);
      const nonce = nonceOf(position);
      const cipher = createCipheriv('aes-256-gcm', encryption, nonce).setAAD(Buffer.from(question));
      const sealed = Buffer.concat([cipher.update(position, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    async open(cursor, question) {
      const bytes = Buffer.from(cursor, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
      const { encryption, nonceOf } = await keys(question);
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', encryption, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(question))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const position = Buffer.concat([
          decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
          decipher.final(),
        ]).toString();
        return timingSafeEqual(nonce, nonceOf(position)) ? position : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
