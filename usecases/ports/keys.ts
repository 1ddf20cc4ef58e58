import type { Instant } from '../../schemas/words.ts';

export interface PublicKeyRecord {
  readonly role: 'release' | 'checkpoint';
  /** OpenSSH SHA-256 fingerprint, `SHA256:…`. */
  readonly keyId: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  readonly notBefore: Instant;
}

/**
 * Signs exact bytes. `release`: ECDSA P-256 over SHA-256, DER. `checkpoint`: Ed25519 over the bytes, 64 bytes.
 * The first key of a role in `publicKeys` is the one that signs now.
 */
export interface Signer {
  sign(
    role: PublicKeyRecord['role'],
    message: Uint8Array,
  ): Promise<{ readonly keyId: string; readonly signature: Uint8Array }>;
  publicKeys(): Promise<readonly PublicKeyRecord[]>;
}

/** Symmetric keys of the server; each label its own key (HKDF). `nodeToken` keys rotate daily; the first one signs. */
export interface Keyring {
  hmacKey(label: 'cursor' | 'blob-url' | 'liveness' | 'digest' | 'enrolment'): Promise<Uint8Array>;
  nodeTokenKeys(): Promise<readonly { readonly id: string; readonly key: Uint8Array }[]>;
}
