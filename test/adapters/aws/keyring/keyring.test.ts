import { describe, expect, it } from 'vitest';
import type { DynamoCall, Item } from '../../../../adapters/aws/dynamodb/dynamo-call.ts';
import { DynamoError } from '../../../../adapters/aws/dynamodb/dynamo-error.ts';
import { retrying } from '../../../../adapters/aws/dynamodb/retrying.ts';
import { kmsKeyring, rotateNodeTokenKeys } from '../../../../adapters/aws/keyring/keyring.ts';
import { sealedKeys } from '../../../../adapters/aws/keyring/sealed-keys.ts';
import { type KmsCall, KmsError } from '../../../../adapters/aws/lean/kms-client.ts';
import { countsNow, issueNodeToken, openNodeToken } from '../../../../core/node-token/claims.ts';
import { STREAMS_TABLE } from '../../../../schemas/aws-tables.ts';
import { keyringContract } from '../../../contract/keys.ts';
import { memoryDynamo } from '../../../support/dynamo/memory-dynamo.ts';
import { STORM_PATIENCE } from '../../../support/dynamo/storm.ts';
import { fakeKms } from '../../../support/fake-kms.ts';
import { START, virtualClock } from '../../../support/virtual-clock.ts';
import { memoryWorld } from '../../../support/world.ts';

const DAY_MS = 24 * 3600 * 1000;
const OVERLAP_MS = 11 * 60 * 1000;
const MIDNIGHT = Math.ceil(Date.parse(START) / DAY_MS) * DAY_MS;

/** One table and one KMS, and as many processes as wanted. */
function plane(over: { readonly dynamo?: (inner: DynamoCall) => DynamoCall; readonly kms?: KmsCall } = {}) {
  const memory = memoryDynamo(STREAMS_TABLE);
  const kms = fakeKms();
  const clock = virtualClock();
  const where = {
    dynamo: over.dynamo?.(memory) ?? memory,
    table: 'streams',
    kms: over.kms ?? kms.call,
    dataKey: 'data',
  };
  const sealed = sealedKeys(where);
  const until = (ms: number) => clock.advance(ms - clock.now());
  return { memory, kms, clock, sealed, until, where, process: () => kmsKeyring(sealed, clock) };
}
const ids = async (keyring: ReturnType<typeof kmsKeyring>) =>
  (await keyring.nodeTokenKeys()).map(({ id }) => Number(id));
const DAY = MIDNIGHT / DAY_MS;

describe('the keyring on a table in memory', () =>
  keyringContract(() => {
    const { clock, process } = plane();
    return { ...memoryWorld({ keyring: process(), clock }), clock };
  }));

describe('keys sealed by KMS', () => {
  it('are the same for processes that start cold at the same moment', async () => {
    const { process } = plane();
    const [a, b] = [process(), process()];
    const [one, other] = await Promise.all([a.hmacKey('liveness'), b.hmacKey('liveness')]);
    expect(one).toStrictEqual(other);
    expect(await a.nodeTokenKeys()).toStrictEqual(await b.nodeTokenKeys());
  });

  it('are opened once per process', async () => {
    const { kms, process } = plane();
    const keyring = process();
    for (let time = 0; time < 3; time++) {
      await Promise.all([keyring.hmacKey('cursor'), keyring.hmacKey('digest'), keyring.nodeTokenKeys()]);
    }
    expect(kms.asked).toStrictEqual({ GenerateDataKeyWithoutPlaintext: 2, Decrypt: 2 });
    await process().hmacKey('cursor');
    expect(kms.asked).toStrictEqual({ GenerateDataKeyWithoutPlaintext: 2, Decrypt: 3 });
  });

  it('lie in the table as ciphertext, which opens for nothing else', async () => {
    const { memory, process, sealed, kms } = plane();
    const labels = await process().hmacKey('cursor');
    const { Item } = await memory('GetItem', {
      TableName: 'streams',
      Key: { pk: { S: 'keyring' }, sk: { S: 'labels' } },
    });
    expect(Object.keys(Item ?? {}).sort()).toStrictEqual(['pk', 'sealed', 'sk']);
    expect(JSON.stringify(Item)).not.toContain(Buffer.from(labels).toString('base64'));
    const stolen = { ...Item, sk: { S: 'node-token/1' } } as Item;
    await memory('PutItem', { TableName: 'streams', Item: stolen });
    const opening = sealed.open({ name: 'node-token/1', use: 'keyring/node-token' });
    await expect(opening).rejects.toThrow('InvalidCiphertextException');
    expect(kms.asked['Decrypt']).toBe(2);
  });

  it.each([
    { how: 'not stored', stored: false },
    { how: 'stored, reply lost', stored: true },
  ])('are agreed on after a put that failed ($how)', async ({ stored }) => {
    let failures = 1;
    const losing = (inner: DynamoCall): DynamoCall =>
      retrying(async (operation, input) => {
        if (operation !== 'PutItem' || failures-- <= 0) return inner(operation, input);
        if (stored) await inner(operation, input);
        throw new DynamoError('Timeout', 'no answer');
      }, STORM_PATIENCE);
    const { process } = plane({ dynamo: losing });
    expect(await process().hmacKey('liveness')).toStrictEqual(await process().hmacKey('liveness'));
  });

  it('are asked for again when KMS did not answer, and a refusal is not remembered', async () => {
    const kms = fakeKms();
    let refusing = 2;
    const flaky: KmsCall = async (operation, input) => {
      if (refusing-- > 0) throw new KmsError(refusing > 0 ? 'ThrottlingException' : 'AccessDeniedException', 'no');
      return kms.call(operation, input);
    };
    const keyring = plane({ kms: flaky }).process();
    await expect(keyring.hmacKey('cursor')).rejects.toThrow('AccessDeniedException');
    expect(await keyring.hmacKey('cursor')).toHaveLength(32);
  });
});

describe('keys of node tokens', () => {
  it.each([
    { name: "in the last minutes of a day tomorrow's is known", at: MIDNIGHT - 1, known: [DAY - 1, DAY] },
    { name: 'from eleven minutes before midnight', at: MIDNIGHT - OVERLAP_MS, known: [DAY - 1, DAY] },
    { name: 'and not sooner', at: MIDNIGHT - OVERLAP_MS - 1, known: [DAY - 1] },
    { name: "at midnight today's signs", at: MIDNIGHT, known: [DAY, DAY - 1] },
    { name: "yesterday's is believed while its tokens live", at: MIDNIGHT + OVERLAP_MS - 1, known: [DAY, DAY - 1] },
    { name: 'and not longer', at: MIDNIGHT + OVERLAP_MS, known: [DAY] },
  ])('$name', async ({ at, known }) => {
    const { until, process } = plane();
    const [long, fresh] = [process(), process()];
    await long.nodeTokenKeys(); // makes that of the day before
    await until(at);
    for (const keyring of [long, fresh]) expect(await ids(keyring)).toStrictEqual(known);
  });

  it('let a token of 23:59 live out its ten minutes, and not a second more', async () => {
    const { clock, until, process } = plane();
    const keyring = process();
    await until(MIDNIGHT - 1000);
    const at = () => ({ controlPlane: 'plane', nowSeconds: Math.floor(clock.now() / 1000) });
    const [key] = await keyring.nodeTokenKeys();
    if (!key) throw new Error('no key');
    const identity = { node: 'node-1', cluster: 'edge', thumbprint: 'f'.repeat(64) };
    const { token } = issueNodeToken(identity, at(), { key, lifetimeSeconds: 600 });
    const counts = async () => {
      const keys = await process().nodeTokenKeys();
      const opened = openNodeToken(token, 'plane', keys);
      return [opened?.identity, opened && countsNow(opened, at().nowSeconds, keys)];
    };
    await until(MIDNIGHT + 598_000);
    expect(await counts()).toStrictEqual([identity, true]);
    await until(MIDNIGHT + 599_000);
    expect(await counts()).toStrictEqual([identity, false]);
  });

  it("go on without tomorrow's when KMS is out, and have it as soon as it is back", async () => {
    const kms = fakeKms();
    let out = false;
    const call: KmsCall = (operation, input) =>
      out ? Promise.reject(new KmsError('AccessDeniedException', 'out')) : kms.call(operation, input);
    const { clock, until, process } = plane({ kms: call });
    const keyring = process();
    expect(await ids(keyring)).toStrictEqual([DAY - 1]);
    out = true;
    await until(MIDNIGHT - 60_000);
    expect(await ids(keyring)).toStrictEqual([DAY - 1]);
    out = false;
    await clock.advance(10_000);
    expect(await ids(keyring)).toStrictEqual([DAY - 1, DAY]);
  });

  it('are made ahead by the sweep, which sees none of them', async () => {
    const { kms, clock, sealed, until, process } = plane();
    await rotateNodeTokenKeys(sealed, clock);
    await rotateNodeTokenKeys(sealed, clock);
    expect(kms.asked).toStrictEqual({ GenerateDataKeyWithoutPlaintext: 2 });
    await until(MIDNIGHT);
    await ids(process());
    expect(kms.asked).toStrictEqual({ GenerateDataKeyWithoutPlaintext: 2, Decrypt: 2 });
  });

  it('are dropped by the table three days after they began', async () => {
    const { memory, process, clock } = plane();
    const [key] = await process().nodeTokenKeys();
    const Key = { pk: { S: 'keyring' }, sk: { S: `node-token/${key?.id}` } };
    const { Item } = await memory('GetItem', { TableName: 'streams', Key });
    expect(Item?.['expiresAt']).toStrictEqual({ N: String((Number(key?.id) + 3) * 86_400) });
    expect(clock.now()).toBeLessThan((Number(key?.id) + 3) * DAY_MS);
  });
});
