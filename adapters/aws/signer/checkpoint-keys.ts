import type { Clock } from '../../../usecases/ports.ts';
import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import type { KmsCalls } from './kms-calls.ts';
import { keyArns, kmsKeys } from './kms-keys.ts';
import type { RoleKeys } from './role-keys.ts';
import type { Sealing } from './sealing.ts';
import { softwareKey } from './software-key.ts';
import { softwareKeyStore } from './software-key-item.ts';

/** What a stage says that has no Ed25519 in its KMS. */
const SOFTWARE = 'software';

/** The checkpoint keys that `PLUMB_CHECKPOINT_KEY` means: ARNs of KMS, or the one that is sealed in the streams table. */
export function checkpointKeys(
  variable: string,
  kms: KmsCalls,
  {
    call,
    table,
    clock,
    sealing,
  }: {
    readonly call: DynamoCall;
    readonly table: string;
    readonly clock: Pick<Clock, 'now'>;
    readonly sealing: (use: string) => Sealing;
  },
): RoleKeys {
  if (variable !== SOFTWARE) return kmsKeys(kms, 'checkpoint', keyArns(variable));
  return softwareKey(softwareKeyStore(call, table), sealing('checkpoint-key'), clock);
}
