import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { ParkedStreams, World } from '../../../usecases/ports.ts';
import { dynamoAuditLog } from '../audit/audit-log.ts';
import { s3Tiles } from '../audit-bucket/tiles.ts';
import { s3Witness } from '../audit-bucket/witness.ts';
import { eventBridgeBus } from '../bus/bus.ts';
import { sdkPutEvents } from '../bus/sdk-put-events.ts';
import { dynamoParkedStreams } from '../feed/parked-streams.ts';
import { invokedIssuing } from '../issuing/issuing.ts';
import { leanInvoke } from '../issuing/lean-invoke.ts';
import { sdkOptions } from '../sdk/options.ts';
import { checkpointKeys } from '../signer/checkpoint-keys.ts';
import { roleSigner } from '../signer/role-keys.ts';
import { sdkKms } from '../signer/sdk-kms.ts';
import { kmsSealing } from '../signer/sealing.ts';
import { sdkExecutions } from '../workflow/sdk-executions.ts';
import { stepFunctionsWorkflow } from '../workflow/workflow.ts';
import { absent } from './absent.ts';
import { blobsIn, bucketOf } from './buckets.ts';
import type { Named, Storage } from './storage.ts';

type Names = Named<
  | 'STREAMS_TABLE'
  | 'BLOBS_BUCKET'
  | 'AUDIT_BUCKET'
  | 'CHECKPOINT_KEY'
  | 'DATA_KEY'
  | 'STATE_MACHINE'
  | 'BUS'
  | 'ROLLOUT_FUNCTION'
>;

/** The world of the feed's function, and where it sets streams aside. */
export function projectWorld(
  names: Names,
  { dynamo, surroundings, ports }: Storage,
): { readonly world: World; readonly parked: ParkedStreams } {
  const { environment } = surroundings;
  const at = { call: dynamo, table: names.PLUMB_STREAMS_TABLE };
  const audit = bucketOf(surroundings, names.PLUMB_AUDIT_BUCKET);
  const kms = new KMSClient(sdkOptions('KMS', environment));
  const executions = sdkExecutions(new SFNClient(sdkOptions('SFN', environment)), names.PLUMB_STATE_MACHINE);
  const putEvents = sdkPutEvents(new EventBridgeClient(sdkOptions('EVENTBRIDGE', environment)));
  const checkpoint = checkpointKeys(names.PLUMB_CHECKPOINT_KEY, sdkKms(kms), {
    ...at,
    clock: ports.clock,
    sealing: (use) => kmsSealing(kms, names.PLUMB_DATA_KEY, use),
  });
  const world: World = {
    ...ports,
    blobs: blobsIn(surroundings, names.PLUMB_BLOBS_BUCKET),
    signer: roleSigner({ checkpoint }),
    issuing: invokedIssuing(leanInvoke(names.PLUMB_ROLLOUT_FUNCTION, surroundings)),
    workflow: stepFunctionsWorkflow(executions),
    bus: eventBridgeBus(putEvents, names.PLUMB_BUS),
    log: dynamoAuditLog({ ...at, tiles: s3Tiles(audit) }),
    witness: s3Witness(audit),
    pulses: absent('pulses', 'project'),
    keyring: absent('keyring', 'project'),
    schemas: absent('schemas', 'project'),
    yaml: absent('yaml', 'project'),
  };
  return { world, parked: dynamoParkedStreams(at) };
}
