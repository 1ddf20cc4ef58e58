import type { KmsCall } from '../lean/kms-client.ts';
import { PATIENCE, type Patience, pauseAfter } from '../patience.ts';
import type { KmsCalls } from './kms-calls.ts';

/** KMS for rooms that only tell public keys: it signs nothing, whatever the role may do. */
export function publicKms(call: KmsCall, patience: Patience = PATIENCE): KmsCalls {
  const persist: KmsCall = async (operation, input) => {
    for (let failures = 1; ; failures++) {
      try {
        return await call(operation, input);
      } catch (error) {
        if ((error as { readonly retryable?: boolean }).retryable !== true || failures >= patience.attempts)
          throw error;
        await pauseAfter(failures, patience);
      }
    }
  };
  return {
    async sign(key) {
      throw new Error(`this function may not sign with ${key}`);
    },
    async publicKey(KeyId) {
      return Buffer.from((await persist('GetPublicKey', { KeyId })).PublicKey, 'base64');
    },
    async createdAt(KeyId) {
      const { KeyMetadata } = await persist('DescribeKey', { KeyId });
      return new Date(Math.round(KeyMetadata.CreationDate * 1000)).toISOString();
    },
  };
}
