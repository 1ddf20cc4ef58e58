import { PARTITIONS } from '../../../schemas/aws-tables.ts';
import type { Instant } from '../../../schemas/words.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { DynamoError } from '../dynamodb/dynamo-error.ts';
import { ABSENT, keys, putOf, text, textIn } from '../dynamodb/items.ts';

/** The public part as it is, the private part sealed. */
export interface SoftwareKeyItem {
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  readonly notBefore: Instant;
  /** PKCS #8, DER, sealed, in base64. */
  readonly sealed: string;
}

export interface SoftwareKeyStore {
  load(): Promise<SoftwareKeyItem | undefined>;
  /** Stores it unless there is one. */
  offer(item: SoftwareKeyItem): Promise<void>;
}

const KEY = keys(PARTITIONS.keyring, 'software/checkpoint');

/** One item of the streams table. */
export function softwareKeyStore(call: DynamoCall, table: string): SoftwareKeyStore {
  return {
    async load() {
      const { Item } = await call('GetItem', { TableName: table, Key: KEY, ConsistentRead: true });
      if (!Item) return undefined;
      const [publicKey, notBefore, sealed] = ['publicKey', 'notBefore', 'sealed'].map((name) => textIn(Item, name));
      return { publicKey, notBefore, sealed } as SoftwareKeyItem;
    },
    async offer({ publicKey, notBefore, sealed }) {
      const item = { ...KEY, publicKey: text(publicKey), notBefore: text(notBefore), sealed: text(sealed) };
      try {
        await call('PutItem', putOf(table, item, ABSENT));
      } catch (error) {
        if (!(error instanceof DynamoError && error.refused)) throw error;
      }
    },
  };
}
