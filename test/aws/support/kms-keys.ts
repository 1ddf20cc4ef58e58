import { CreateKeyCommand, type KeySpec, KMSClient } from '@aws-sdk/client-kms';
import { sdkOptions } from '../../../adapters/aws/sdk/options.ts';

let client: KMSClient | undefined;
export const kms = (): KMSClient => (client ??= new KMSClient(sdkOptions('KMS', process.env)));

/** @returns the ARN of a new key that signs, or of a data key */
export async function newKey(KeySpec: KeySpec): Promise<string> {
  const KeyUsage = KeySpec === 'SYMMETRIC_DEFAULT' ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY';
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({ KeySpec, KeyUsage }));
  return KeyMetadata?.Arn ?? '';
}
