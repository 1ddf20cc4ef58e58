import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { retrying } from '../../../adapters/aws/dynamodb/retrying.ts';
import { leanKms } from '../../../adapters/aws/lean/kms-client.ts';
import { kmsKeys } from '../../../adapters/aws/signer/kms-keys.ts';
import { leanSealing } from '../../../adapters/aws/signer/lean-sealing.ts';
import { publicKms } from '../../../adapters/aws/signer/public-kms.ts';
import { roleSigner } from '../../../adapters/aws/signer/role-keys.ts';
import { sdkKms } from '../../../adapters/aws/signer/sdk-kms.ts';
import { kmsSealing } from '../../../adapters/aws/signer/sealing.ts';
import { softwareKey } from '../../../adapters/aws/signer/software-key.ts';
import { softwareKeyStore } from '../../../adapters/aws/signer/software-key-item.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import type { Opened } from '../../contract/contract.ts';
import { signerContract } from '../../contract/keys.ts';
import { sdkDynamo } from '../../support/dynamo/sdk-call.ts';
import { failing } from '../../support/fail-once.ts';
import { memoryWorld } from '../../support/world.ts';
import { newTable } from '../support/dynamo-tables.ts';
import { describeOnAws, ON_MINISTACK } from '../support/emulated.ts';
import { kms, newKey } from '../support/kms-keys.ts';

const dynamo = retrying(sdkDynamo(process.env));

const releaseKeys = async () => kmsKeys(sdkKms(kms()), 'release', [await newKey('ECC_NIST_P256')]);

const opened = (
  memory: ReturnType<typeof memoryWorld>,
  keys: Parameters<typeof roleSigner>[0],
  end = async () => {},
) => {
  const { world, failOnce } = failing({ ...memory.world, signer: roleSigner(keys) });
  const close = async () => {
    memory.close();
    await end();
  };
  return { world, failOnce, clock: memory.clock, close };
};

/** As on AWS: both keys in KMS. */
async function inKms(): Promise<Opened<'signer'>> {
  const checkpoint = kmsKeys(sdkKms(kms()), 'checkpoint', [await newKey('ECC_NIST_EDWARDS25519')]);
  return opened(memoryWorld(), { release: await releaseKeys(), checkpoint });
}

/** As on LocalStack, whose KMS has no Ed25519. */
async function withSoftwareKey(): Promise<Opened<'signer'>> {
  const { table, remove } = await newTable(STREAMS_TABLE);
  const memory = memoryWorld();
  const sealing = kmsSealing(kms(), await newKey('SYMMETRIC_DEFAULT'), 'checkpoint-key');
  const checkpoint = softwareKey(softwareKeyStore(dynamo, table), sealing, memory.clock);
  return opened(memory, { release: await releaseKeys(), checkpoint }, remove);
}

describeOnAws('a software checkpoint key', () => {
  signerContract(withSoftwareKey);

  it('is the same for all who make one at once, and for those who come later', async () => {
    const { table, remove } = await newTable(STREAMS_TABLE);
    const sealing = kmsSealing(kms(), await newKey('SYMMETRIC_DEFAULT'), 'checkpoint-key');
    const clock = { now: () => Date.now() };
    const process = () => softwareKey(softwareKeyStore(dynamo, table), sealing, clock);
    const first = await Promise.all(Array.from({ length: 4 }, () => process().records()));
    expect(new Set([...first, await process().records()].map((records) => records[0]?.keyId)).size).toBe(1);
    await remove();
  });

  it('opens for its own use alone', async () => {
    const key = await newKey('SYMMETRIC_DEFAULT');
    const sealed = await kmsSealing(kms(), key, 'checkpoint-key').seal(randomBytes(48));
    await expect(kmsSealing(kms(), key, 'something else').open(sealed)).rejects.toThrow();
  });
});

describeOnAws('with and without an SDK', () => {
  const call = leanKms({ environment: process.env, now: Date.now });

  it('public keys are told alike', async () => {
    const arns = [await newKey('ECC_NIST_P256'), await newKey('ECC_NIST_P256')];
    const told = await kmsKeys(publicKms(call), 'release', arns).records();
    expect(told).toStrictEqual(await kmsKeys(sdkKms(kms()), 'release', arns).records());
    await expect(kmsKeys(publicKms(call), 'release', arns).sign(randomBytes(8))).rejects.toThrow('may not sign');
  });

  it('what one has sealed opens to the other', async () => {
    const key = await newKey('SYMMETRIC_DEFAULT');
    const both = [kmsSealing(kms(), key, 'checkpoint-key'), leanSealing(call, key, 'checkpoint-key')] as const;
    const secret = randomBytes(48);
    for (const [one, other] of [both, both.toReversed()])
      expect(Buffer.from((await other?.open((await one?.seal(secret)) ?? secret)) ?? []).equals(secret)).toBe(true);
    await expect(leanSealing(call, key, 'something else').open(await both[0].seal(secret))).rejects.toThrow();
  });
});

describe.skipIf(!ON_MINISTACK)('keys in KMS', () => signerContract(inKms));
