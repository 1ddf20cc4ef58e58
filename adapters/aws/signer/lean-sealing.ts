import type { KmsCall } from '../lean/kms-client.ts';
import type { Sealing } from './sealing.ts';

/** As `kmsSealing`, without an SDK. */
export function leanSealing(call: KmsCall, KeyId: string, use: string): Sealing {
  const EncryptionContext = { use };
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return {
    async seal(bytes) {
      const answer = await call('Encrypt', { KeyId, Plaintext: base64(bytes), EncryptionContext });
      return Buffer.from(answer.CiphertextBlob, 'base64');
    },
    async open(sealed) {
      const answer = await call('Decrypt', { KeyId, CiphertextBlob: base64(sealed), EncryptionContext });
      return Buffer.from(answer.Plaintext, 'base64');
    },
  };
}
