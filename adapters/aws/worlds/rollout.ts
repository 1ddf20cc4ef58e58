import { KMSClient } from '@aws-sdk/client-kms';
import { SFNClient } from '@aws-sdk/client-sfn';
import { signDrafted } from '../../../usecases/issue/sign-drafted.ts';
import type { World } from '../../../usecases/ports.ts';
import { s3Witness } from '../audit-bucket/witness.ts';
import { dynamoPulses } from '../pulses/dynamo-pulses.ts';
import { sdkOptions } from '../sdk/options.ts';
import { keyArns, kmsKeys } from '../signer/kms-keys.ts';
import { roleSigner } from '../signer/role-keys.ts';
import { sdkKms } from '../signer/sdk-kms.ts';
import { sdkExecutions } from '../workflow/sdk-executions.ts';
import { stepFunctionsWorkflow } from '../workflow/workflow.ts';
import { absent } from './absent.ts';
import { blobsIn, bucketOf } from './buckets.ts';
import type { Named, Storage } from './storage.ts';

type Names = Named<'PULSES_TABLE' | 'BLOBS_BUCKET' | 'AUDIT_BUCKET' | 'RELEASE_KEY' | 'STATE_MACHINE'>;

/** The world of the rollout function: the one place where the release key signs. */
export function rolloutWorld(names: Names, { dynamo, surroundings, ports }: Storage): World {
  const { environment } = surroundings;
  const kms = sdkKms(new KMSClient(sdkOptions('KMS', environment)));
  const world: World = {
    ...ports,
    pulses: dynamoPulses(dynamo, { table: names.PLUMB_PULSES_TABLE, clock: ports.clock }),
    blobs: blobsIn(surroundings, names.PLUMB_BLOBS_BUCKET),
    signer: roleSigner({ release: kmsKeys(kms, 'release', keyArns(names.PLUMB_RELEASE_KEY)) }),
    issuing: { sign: (draft, cause) => signDrafted(world, draft, cause) },
    workflow: stepFunctionsWorkflow(
      sdkExecutions(new SFNClient(sdkOptions('SFN', environment)), names.PLUMB_STATE_MACHINE),
    ),
    witness: s3Witness(bucketOf(surroundings, names.PLUMB_AUDIT_BUCKET)),
    keyring: absent('keyring', 'rollout'),
    bus: absent('bus', 'rollout'),
    log: absent('log', 'rollout'),
    schemas: absent('schemas', 'rollout'),
    yaml: absent('yaml', 'rollout'),
  };
  return world;
}
