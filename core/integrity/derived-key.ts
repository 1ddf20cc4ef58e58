import { hkdfSync, type KeyObject } from 'node:crypto';

const NO_SALT = new Uint8Array();

/** 32 bytes for one use, from a secret of at least as many: HKDF-SHA-256 (RFC 5869) with the use in its info. */
export const derivedKey = (secret: KeyObject | Uint8Array, use: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, NO_SALT, `plumbline/${use}/v1`, 32));
