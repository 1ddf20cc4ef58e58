import { PARTITIONS } from '../../../schemas/aws-tables.ts';
import type { DynamoCall, Item } from '../dynamodb/dynamo-call.ts';
import { DynamoError } from '../dynamodb/dynamo-error.ts';
import { ABSENT, keys, number, putOf, text, textIn } from '../dynamodb/items.ts';
import { persist } from '../dynamodb/retrying.ts';
import type { KmsCall } from '../lean/kms-client.ts';

/** A data key: how its item is called, what it is for, and when nobody needs it any more (Unix seconds). */
export interface KeyName {
  readonly name: string;
  /** Authenticated by KMS, and what a role's permission can be bound to: `kms:EncryptionContext:use`. */
  readonly use: 'keyring/labels' | 'keyring/node-token';
  readonly expiresAt?: number;
}

/** Data keys of 32 bytes, kept as KMS sealed them. */
export interface SealedKeys {
  /** Makes it unless it is there; nobody sees it. Whoever comes second leaves the first one's. */
  ensure(key: KeyName): Promise<void>;
  /** The key itself; undefined when it was never made. */
  open(key: KeyName): Promise<Uint8Array | undefined>;
}

interface Where {
  /** Of the streams table; tried again when it may pass. */
  readonly dynamo: DynamoCall;
  readonly table: string;
  readonly kms: KmsCall;
  /** The KMS key under which data keys are sealed. */
  readonly dataKey: string;
}

/** The ciphertext lies in the streams table: a copy of the table is worth nothing without the KMS key. */
export function sealedKeys({ dynamo, table, kms, dataKey: KeyId }: Where): SealedKeys {
  const contextOf = ({ name, use }: KeyName) => ({ use, key: name });
  const find = async ({ name }: KeyName): Promise<string | undefined> => {
    const Key = keys(PARTITIONS.keyring, name);
    const { Item } = await dynamo('GetItem', { TableName: table, Key, ConsistentRead: true });
    return Item && textIn(Item, 'sealed');
  };
  return {
    async ensure(key) {
      if ((await find(key)) !== undefined) return;
      const input = { KeyId, KeySpec: 'AES_256', EncryptionContext: contextOf(key) } as const;
      const { CiphertextBlob } = await persist(() => kms('GenerateDataKeyWithoutPlaintext', input));
      const kept: Item = { ...keys(PARTITIONS.keyring, key.name), sealed: text(CiphertextBlob) };
      const item = key.expiresAt === undefined ? kept : { ...kept, expiresAt: number(key.expiresAt) };
      try {
        await dynamo('PutItem', putOf(table, item, ABSENT));
      } catch (error) {
        if (!(error instanceof DynamoError && error.refused)) throw error;
      }
    },
    async open(key) {
      const CiphertextBlob = await find(key);
      if (CiphertextBlob === undefined) return undefined;
      const input = { KeyId, CiphertextBlob, EncryptionContext: contextOf(key) };
      const { Plaintext } = await persist(() => kms('Decrypt', input));
      return new Uint8Array(Buffer.from(Plaintext, 'base64'));
    },
  };
}
