import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type KmsCall, KmsError } from '../../adapters/aws/lean/kms-client.ts';

type Context = { readonly [name: string]: string };
const aadOf = (context: Context): Buffer => Buffer.from(JSON.stringify(Object.entries(context).sort()));

/** Data keys of KMS: sealed under a key that stays here, bound to their context. Counts what is asked. */
export function fakeKms(): { readonly call: KmsCall; readonly asked: { [operation: string]: number } } {
  const secret = randomBytes(32);
  const asked: { [operation: string]: number } = {};
  const seal = (bytes: Buffer, context: Context): string => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(aadOf(context));
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  };
  const open = (blob: string, context: Context): string => {
    const bytes = Buffer.from(blob, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12)).setAAD(aadOf(context));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('base64');
    } catch {
      throw new KmsError('InvalidCiphertextException', 'not sealed here for this');
    }
  };
  const answer = (operation: string, input: { [name: string]: unknown }): object => {
    const context = input['EncryptionContext'] as Context;
    if (operation === 'Decrypt') return { Plaintext: open(String(input['CiphertextBlob']), context) };
    if (operation === 'GenerateDataKeyWithoutPlaintext') return { CiphertextBlob: seal(randomBytes(32), context) };
    throw new KmsError('UnsupportedOperationException', operation);
  };
  return {
    asked,
    call: (async (operation: string, input: { [name: string]: unknown }) => {
      asked[operation] = (asked[operation] ?? 0) + 1;
      return answer(operation, input);
    }) as unknown as KmsCall,
  };
}
