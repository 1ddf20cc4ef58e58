import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../../adapters/aws/bus/entry.ts';
import { sdkPutEvents } from '../../../../adapters/aws/bus/sdk-put-events.ts';
import { sdkOptions } from '../../../../adapters/aws/sdk/options.ts';
import { sdkKms } from '../../../../adapters/aws/signer/sdk-kms.ts';
import { sdkExecutions } from '../../../../adapters/aws/workflow/sdk-executions.ts';
import { type Answer, answering, scriptedService } from '../../../support/scripted-service.ts';

const json = (status: number, body: object): Answer =>
  answering(status, JSON.stringify(body), { 'content-type': 'application/x-amz-json-1.1' });
const failure = (status: number, name: string): Answer => json(status, { __type: name, message: name });
/** What was asked for, as it stood on the wire. */
const bodyOf = ({ body }: { readonly body: Buffer }): unknown => JSON.parse(body.toString());

describe('KMS', () => {
  const scheme = { algorithm: 'ECDSA_SHA_256', messageType: 'DIGEST' } as const;
  const opened = async (...answers: readonly Answer[]) => {
    const { asked, environment } = await scriptedService(...answers);
    return { asked, kms: sdkKms(new KMSClient(sdkOptions('KMS', environment))) };
  };

  it('is asked in the words of its API, and again when it is busy', async () => {
    const signature = Buffer.from('signature');
    const { asked, kms } = await opened(
      failure(400, 'ThrottlingException'),
      json(200, { Signature: signature.toString('base64') }),
    );
    expect(Buffer.from(await kms.sign('arn:key', Buffer.from('digest'), scheme))).toStrictEqual(signature);
    expect(asked.map(bodyOf)).toStrictEqual(
      Array(2).fill({
        KeyId: 'arn:key',
        Message: Buffer.from('digest').toString('base64'),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    );
  });

  it('that refuses is not asked again', async () => {
    const { asked, kms } = await opened(failure(400, 'AccessDeniedException'));
    await expect(kms.sign('arn:key', Buffer.from('digest'), scheme)).rejects.toThrow('AccessDeniedException');
    expect(asked.length).toBe(1);
  });

  it('tells since when a key counts', async () => {
    const { kms } = await opened(json(200, { KeyMetadata: { KeyId: 'key', CreationDate: 1_795_334_579.733 } }));
    expect(await kms.createdAt('arn:key')).toBe('2026-11-22T08:02:59.733Z');
  });

  it('is not believed when it answers nothing', async () => {
    const { kms } = await opened(json(200, {}));
    await expect(kms.sign('arn:key', Buffer.from('digest'), scheme)).rejects.toThrow('KMS gave no signature');
    await expect(kms.publicKey('arn:key')).rejects.toThrow('KMS gave no public key');
  });
});

describe('EventBridge', () => {
  it('is asked for all entries at once and answers for each', async () => {
    const answer = { FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }] };
    const { asked, environment } = await scriptedService(json(200, answer));
    const putEvents = sdkPutEvents(new EventBridgeClient(sdkOptions('EVENTBRIDGE', environment)));
    const event = { id: 'a#1', type: 'Noted', time: '2026-11-22T09:30:00.123Z', traceId: '1'.repeat(32), detail: {} };
    const entry = entryOf(event, 'bus');
    expect(await putEvents([entry, entry])).toStrictEqual([{}, { errorCode: 'ThrottlingException' }]);
    const { Time, ...words } = entry;
    const sent = { ...words, Time: Time.getTime() / 1000 };
    expect(asked.map(bodyOf)).toStrictEqual([{ Entries: [sent, sent] }]);
  });
});

describe('Step Functions', () => {
  const MACHINE = 'arn:aws:states:eu-central-1:000000000000:stateMachine:rollout';
  const opened = async (...answers: readonly Answer[]) => {
    const { asked, environment } = await scriptedService(...answers);
    return { asked, executions: sdkExecutions(new SFNClient(sdkOptions('SFN', environment)), MACHINE) };
  };

  it.each([
    { answer: json(200, { executionArn: 'arn', startDate: 1_795_334_579 }), is: 'started' },
    { answer: failure(400, 'ExecutionAlreadyExists'), is: 'exists' },
  ])('$is', async ({ answer, is }) => {
    const { asked, executions } = await opened(answer);
    expect(await executions.start('d-1', '{"run":1}')).toBe(is);
    expect(asked.map(bodyOf)).toStrictEqual([{ stateMachineArn: MACHINE, name: 'd-1', input: '{"run":1}' }]);
  });

  it('is asked for the execution of that name', async () => {
    const { asked, executions } = await opened(json(200, { status: 'TIMED_OUT' }));
    expect(await executions.statusOf('d-1')).toBe('TIMED_OUT');
    const executionArn = 'arn:aws:states:eu-central-1:000000000000:execution:rollout:d-1';
    expect(asked.map(bodyOf)).toStrictEqual([{ executionArn }]);
  });

  it('knows none of that name', async () => {
    const { executions } = await opened(failure(400, 'ExecutionDoesNotExist'));
    expect(await executions.statusOf('d-1')).toBeUndefined();
  });

  it.each(['start', 'statusOf'] as const)('%s passes a fault on', async (operation) => {
    const { executions } = await opened(failure(400, 'StateMachineDoesNotExist'));
    await expect(executions[operation]('d-1', '{}')).rejects.toThrow('StateMachineDoesNotExist');
  });
});
