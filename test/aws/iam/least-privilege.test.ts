/*
 * Runs on MiniStack with IAM enforced (AUTH=true), where functions get the credentials of their roles; LocalStack
 * allows everything. That the journeys pass there shows that no role has too little; this shows that none has too much.
 */
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PULSES_TABLE } from '../../../schemas/aws-tables.ts';
import { aws } from '../support/aws.ts';
import { functionOf, type RoomName } from '../support/functions.ts';
import type { ProbedAction } from './probe.ts';
import { type ProbeFunction, probeFunction } from './probe-function.ts';

const ROOMS: readonly RoomName[] = ['control', 'node', 'rollout', 'project', 'sweep'];
const probes = new Map<RoomName, ProbeFunction>();
/** Everything the rooms are told, together: a room that is not told a name must still be refused when it knows it. */
let names: { readonly [variable: string]: string } = {};

beforeAll(async () => {
  const told: Record<string, string> = {};
  for (const room of ROOMS) {
    const FunctionName = await functionOf(room);
    const { Environment } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    Object.assign(told, Environment?.Variables);
    probes.set(room, await probeFunction(room));
  }
  names = told;
});
afterAll(async () => {
  for (const probe of probes.values()) await probe.remove();
});

const item = (pk: string) => ({ pk: { S: pk }, sk: { S: 'probe' } });
const DIGEST = { Message: Buffer.alloc(32).toString('base64') };
interface Line {
  readonly action: ProbedAction;
  readonly what: string;
  readonly may: readonly RoomName[];
  readonly input: () => object;
  readonly bytes?: { readonly [member: string]: string };
}
const LINES: readonly Line[] = [
  {
    action: 'kms:Sign',
    what: 'with the release key',
    may: ['rollout'],
    input: () => ({ KeyId: names['PLUMB_RELEASE_KEY'], SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'DIGEST' }),
    bytes: DIGEST,
  },
  {
    action: 'dynamodb:GetItem',
    what: 'of the streams',
    may: ROOMS,
    input: () => ({ TableName: names['PLUMB_STREAMS_TABLE'], Key: item('probe/config/probe') }),
  },
  {
    action: 'dynamodb:BatchWriteItem',
    what: 'into the streams',
    may: [],
    input: () => ({
      RequestItems: { [String(names['PLUMB_STREAMS_TABLE'])]: [{ DeleteRequest: { Key: item('view#probe#probe') } }] },
    }),
  },
  {
    action: 'dynamodb:DeleteItem',
    what: 'of the streams',
    may: ['project'],
    input: () => ({ TableName: names['PLUMB_STREAMS_TABLE'], Key: item('view#probe#probe') }),
  },
  {
    action: 'dynamodb:UpdateItem',
    what: 'of the pulses',
    may: ['node', 'sweep'],
    input: () => ({
      TableName: names['PLUMB_PULSES_TABLE'],
      Key: { [PULSES_TABLE.partitionKey]: { S: 'probe' }, [PULSES_TABLE.sortKey]: { S: 'probe' } },
    }),
  },
  {
    action: 's3:DeleteObject',
    what: 'of a blob',
    may: [],
    input: () => ({ Bucket: names['PLUMB_BLOBS_BUCKET'], Key: 'probe/probe' }),
  },
  {
    action: 's3:PutObject',
    what: 'into the audit log',
    may: ['project'],
    input: () => ({ Bucket: names['PLUMB_AUDIT_BUCKET'], Key: 'tile/probe', Body: 'probe', IfNoneMatch: '*' }),
  },
  {
    action: 'states:StartExecution',
    what: 'of the rollout',
    may: ['project', 'sweep'],
    input: () => ({
      stateMachineArn: names['PLUMB_STATE_MACHINE'],
      input: JSON.stringify({ deploymentId: '00000000-0000-4000-8000-000000000000', run: 1 }),
    }),
  },
  {
    action: 'events:PutEvents',
    what: 'on the bus',
    may: ['project'],
    input: () => ({
      Entries: [{ EventBusName: names['PLUMB_BUS'], Source: 'probe', DetailType: 'Probe', Detail: '{}' }],
    }),
  },
  { action: 'kms:GenerateDataKey', what: 'under the data key', may: [], input: dataKey },
  {
    action: 'kms:GenerateDataKeyWithoutPlaintext',
    what: 'under the data key',
    may: ['control', 'node', 'sweep'],
    input: dataKey,
  },
];
function dataKey(): object {
  return { KeyId: names['PLUMB_DATA_KEY'], KeySpec: 'AES_256', EncryptionContext: { probe: 'probe' } };
}

describe.each(LINES)('$action $what', ({ action, may, input, bytes }) => {
  it.each(ROOMS)(`as the role of %s (${may.length === 0 ? 'nobody' : may.join(', ')} may)`, async (room) => {
    const said = await probes.get(room)?.ask(action, input(), bytes);
    if (may.includes(room)) expect(said).toBe('allowed');
    else expect(said).toMatch(/^AccessDenied/);
  });
});
