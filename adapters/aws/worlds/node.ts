import type { World } from '../../../usecases/ports.ts';
import { leanKms } from '../lean/kms-client.ts';
import { dynamoPulses } from '../pulses/dynamo-pulses.ts';
import { keyArns, kmsKeys } from '../signer/kms-keys.ts';
import { publicKms } from '../signer/public-kms.ts';
import { roleSigner } from '../signer/role-keys.ts';
import { absent } from './absent.ts';
import { blobsIn } from './buckets.ts';
import { keyringOf } from './keyring.ts';
import type { Named, Storage } from './storage.ts';

type Names = Named<'STREAMS_TABLE' | 'PULSES_TABLE' | 'BLOBS_BUCKET' | 'RELEASE_KEY' | 'DATA_KEY'>;

/** The world of the nodes' function. No SDK client: a check-in must not find it slow to start (docs/decisions). */
export function nodeWorld(names: Names, storage: Storage): World {
  const { dynamo, surroundings, ports } = storage;
  const kms = publicKms(leanKms(surroundings));
  return {
    ...ports,
    pulses: dynamoPulses(dynamo, { table: names.PLUMB_PULSES_TABLE, clock: ports.clock }),
    blobs: blobsIn(surroundings, names.PLUMB_BLOBS_BUCKET),
    signer: roleSigner({ release: kmsKeys(kms, 'release', keyArns(names.PLUMB_RELEASE_KEY)) }),
    keyring: keyringOf(names, storage),
    issuing: absent('issuing', 'node'),
    workflow: absent('workflow', 'node'),
    bus: absent('bus', 'node'),
    log: absent('log', 'node'),
    witness: absent('witness', 'node'),
    schemas: absent('schemas', 'node'),
    yaml: absent('yaml', 'node'),
  };
}
