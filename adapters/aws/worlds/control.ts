import type { World } from '../../../usecases/ports.ts';
import { dynamoAuditLog } from '../audit/audit-log.ts';
import { s3Tiles } from '../audit-bucket/tiles.ts';
import { s3Witness } from '../audit-bucket/witness.ts';
import { invokedIssuing } from '../issuing/issuing.ts';
import { leanInvoke } from '../issuing/lean-invoke.ts';
import { leanKms } from '../lean/kms-client.ts';
import { dynamoPulses } from '../pulses/dynamo-pulses.ts';
import { checkpointKeys } from '../signer/checkpoint-keys.ts';
import { keyArns, kmsKeys } from '../signer/kms-keys.ts';
import { leanSealing } from '../signer/lean-sealing.ts';
import { publicKms } from '../signer/public-kms.ts';
import { roleSigner } from '../signer/role-keys.ts';
import { absent } from './absent.ts';
import { blobsIn, bucketOf } from './buckets.ts';
import { keyringOf } from './keyring.ts';
import type { Named, Storage } from './storage.ts';

type Names = Named<
  | 'STREAMS_TABLE'
  | 'PULSES_TABLE'
  | 'BLOBS_BUCKET'
  | 'AUDIT_BUCKET'
  | 'RELEASE_KEY'
  | 'CHECKPOINT_KEY'
  | 'DATA_KEY'
  | 'ROLLOUT_FUNCTION'
>;

/** The world of the people's function: it stores and asks, and signs nothing. */
export function controlWorld(
  names: Names,
  { dynamo, surroundings, ports }: Storage,
  { schemas, yaml }: Pick<World, 'schemas' | 'yaml'>,
): World {
  const audit = bucketOf(surroundings, names.PLUMB_AUDIT_BUCKET);
  const kms = leanKms(surroundings);
  const told = publicKms(kms);
  const checkpoint = checkpointKeys(names.PLUMB_CHECKPOINT_KEY, told, {
    call: dynamo,
    table: names.PLUMB_STREAMS_TABLE,
    clock: ports.clock,
    sealing: (use) => leanSealing(kms, names.PLUMB_DATA_KEY, use),
  });
  return {
    ...ports,
    pulses: dynamoPulses(dynamo, { table: names.PLUMB_PULSES_TABLE, clock: ports.clock }),
    blobs: blobsIn(surroundings, names.PLUMB_BLOBS_BUCKET),
    signer: roleSigner({ release: kmsKeys(told, 'release', keyArns(names.PLUMB_RELEASE_KEY)), checkpoint }),
    issuing: invokedIssuing(leanInvoke(names.PLUMB_ROLLOUT_FUNCTION, surroundings)),
    keyring: keyringOf(names, { dynamo, surroundings, ports }),
    log: dynamoAuditLog({ call: dynamo, table: names.PLUMB_STREAMS_TABLE, tiles: s3Tiles(audit) }),
    witness: s3Witness(audit),
    schemas,
    yaml,
    workflow: absent('workflow', 'control'),
    bus: absent('bus', 'control'),
  };
}
