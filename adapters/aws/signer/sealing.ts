import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';

/** Keeps a few bytes so that they are worth nothing without KMS. At most 4,096 bytes. */
export interface Sealing {
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  /** @throws for bytes that were not sealed for this use */
  open(sealed: Uint8Array): Promise<Uint8Array>;
}

/** @param use is part of what is authenticated (encryption context), so nothing sealed for another use opens */
export function kmsSealing(kms: Pick<KMSClient, 'send'>, KeyId: string, use: string): Sealing {
  const EncryptionContext = { use };
  return {
    async seal(Plaintext) {
      const answer = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
      return answer.CiphertextBlob ?? nothing();
    },
    async open(CiphertextBlob) {
      return (await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }))).Plaintext ?? nothing();
    },
  };
}

function nothing(): never {
  throw new Error('KMS answered without bytes');
}
