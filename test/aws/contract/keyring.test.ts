import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { beforeAll, describe, expect, it } from 'vitest';
import { retrying } from '../../../adapters/aws/dynamodb/retrying.ts';
import { kmsKeyring } from '../../../adapters/aws/keyring/keyring.ts';
import { sealedKeys } from '../../../adapters/aws/keyring/sealed-keys.ts';
import { leanDynamo } from '../../../adapters/aws/lean/dynamo-client.ts';
import { leanKms } from '../../../adapters/aws/lean/kms-client.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { keyringContract } from '../../contract/keys.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';
import { newTable } from '../support/dynamo-tables.ts';

/** Needs an emulator of KMS beside DynamoDB: `npm run test:aws` has one. */
describe.skipIf(!process.env['AWS_ENDPOINT_URL'])('keys sealed by KMS', () => {
  let dataKey = '';
  beforeAll(async () => {
    const { KeyMetadata } = await new KMSClient({}).send(new CreateKeyCommand({}));
    dataKey = KeyMetadata?.KeyId ?? '';
  });
  const open = async () => {
    const { table, remove } = await newTable(STREAMS_TABLE);
    const surroundings = { environment: process.env, now: Date.now };
    const sealed = sealedKeys({
      dynamo: retrying(leanDynamo(surroundings)),
      table,
      kms: leanKms(surroundings),
      dataKey,
    });
    return { sealed, remove };
  };

  keyringContract(async () => {
    const { sealed, remove } = await open();
    const clock = virtualClock();
    const memory = memoryWorld({ keyring: kmsKeyring(sealed, clock), clock });
    const close = async (): Promise<void> => {
      memory.close();
      await remove();
    };
    return { ...memory, clock, close };
  });

  it('open only for what they were made for', async () => {
    const { sealed, remove } = await open();
    await sealed.ensure({ name: 'labels', use: 'keyring/labels' });
    expect(await sealed.open({ name: 'labels', use: 'keyring/labels' })).toHaveLength(32);
    await expect(sealed.open({ name: 'labels', use: 'keyring/node-token' })).rejects.toThrow('InvalidCiphertext');
    await remove();
  });
});
