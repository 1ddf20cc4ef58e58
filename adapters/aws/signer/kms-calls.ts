import type { Instant } from '../../../schemas/words.ts';

/** `DIGEST`: the message is a SHA-256 already, so a document may have any length. `RAW`: at most 4,096 bytes. */
export type SigningScheme =
  | { readonly algorithm: 'ECDSA_SHA_256'; readonly messageType: 'DIGEST' }
  | { readonly algorithm: 'ED25519_SHA_512'; readonly messageType: 'RAW' };

/** What signing asks of KMS. Whoever may only read public keys needs no more than the last two. */
export interface KmsCalls {
  sign(key: string, message: Uint8Array, scheme: SigningScheme): Promise<Uint8Array>;
  /** DER of the SubjectPublicKeyInfo. */
  publicKey(key: string): Promise<Uint8Array>;
  createdAt(key: string): Promise<Instant>;
}
