import { type JsonService, jsonCall, type Surroundings } from './json-call.ts';

const KMS: JsonService = { name: 'kms', target: 'TrentService', version: '1.1' };

type Context = { readonly [name: string]: string };

/** Operations of KMS that keep data keys and tell public ones; blobs in base64, times in Unix seconds. */
export interface KmsOperations {
  GenerateDataKey: {
    input: { readonly KeyId: string; readonly KeySpec: 'AES_256'; readonly EncryptionContext: Context };
    output: { readonly Plaintext: string; readonly CiphertextBlob: string };
  };
  GenerateDataKeyWithoutPlaintext: {
    input: { readonly KeyId: string; readonly KeySpec: 'AES_256'; readonly EncryptionContext: Context };
    output: { readonly CiphertextBlob: string };
  };
  Decrypt: {
    input: { readonly KeyId: string; readonly CiphertextBlob: string; readonly EncryptionContext: Context };
    output: { readonly Plaintext: string };
  };
  Encrypt: {
    input: { readonly KeyId: string; readonly Plaintext: string; readonly EncryptionContext: Context };
    output: { readonly CiphertextBlob: string };
  };
  GetPublicKey: { input: { readonly KeyId: string }; output: { readonly PublicKey: string } };
  DescribeKey: {
    input: { readonly KeyId: string };
    output: { readonly KeyMetadata: { readonly CreationDate: number } };
  };
}
/** One call of KMS, tried once. It fails with KmsError, or NoAnswer. */
export type KmsCall = <O extends keyof KmsOperations>(
  operation: O,
  input: KmsOperations[O]['input'],
) => Promise<KmsOperations[O]['output']>;

const PASSING = new Set([
  'ThrottlingException',
  'KMSInternalException',
  'DependencyTimeoutException',
  'KeyUnavailableException',
  'ServiceUnavailable',
  'InternalFailure',
]);

/** A call of KMS that was refused. */
export class KmsError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'KmsError';
    this.code = code;
  }

  /** Whether the same call may succeed a moment later. */
  get retryable(): boolean {
    return PASSING.has(this.code);
  }
}

/** KMS without an SDK. */
export function leanKms(surroundings: Surroundings): KmsCall {
  const call = jsonCall(KMS, surroundings);
  return async (operation, input) => {
    const answer = await call(operation, input);
    if (!answer.ok) throw new KmsError(answer.refusal.code, answer.refusal.message);
    return answer.output as never;
  };
}
