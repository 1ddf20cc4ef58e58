import { DescribeKeyCommand, GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { KmsCalls } from './kms-calls.ts';

/** KMS by the AWS SDK. */
export function sdkKms(kms: Pick<KMSClient, 'send'>): KmsCalls {
  return {
    async sign(KeyId, Message, { algorithm, messageType }) {
      const command = new SignCommand({ KeyId, Message, MessageType: messageType, SigningAlgorithm: algorithm });
      return given((await kms.send(command)).Signature, 'signature');
    },
    async publicKey(KeyId) {
      return given((await kms.send(new GetPublicKeyCommand({ KeyId }))).PublicKey, 'public key');
    },
    async createdAt(KeyId) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      return given(KeyMetadata?.CreationDate, 'creation date').toISOString();
    },
  };
}

function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`KMS gave no ${what}`);
  return value;
}
