import type { Keyring } from '../../../usecases/ports.ts';
import { kmsKeyring, rotateNodeTokenKeys } from '../keyring/keyring.ts';
import { type SealedKeys, sealedKeys } from '../keyring/sealed-keys.ts';
import { leanKms } from '../lean/kms-client.ts';
import type { Named, Storage } from './storage.ts';

type Names = Named<'STREAMS_TABLE' | 'DATA_KEY'>;

const sealedOf = (names: Names, { dynamo, surroundings }: Storage): SealedKeys =>
  sealedKeys({
    dynamo,
    table: names.PLUMB_STREAMS_TABLE,
    kms: leanKms(surroundings),
    dataKey: names.PLUMB_DATA_KEY,
  });

export const keyringOf = (names: Names, storage: Storage): Keyring =>
  kmsKeyring(sealedOf(names, storage), storage.ports.clock);

/** What the sweep does once a day; it never sees a key itself. */
export const tokenKeyRotation = (names: Names, storage: Storage) => (): Promise<void> =>
  rotateNodeTokenKeys(sealedOf(names, storage), storage.ports.clock);
