import { DeleteObjectCommand, PutObjectLockConfigurationCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { s3Tiles } from '../../../adapters/aws/audit-bucket/tiles.ts';
import { s3Witness } from '../../../adapters/aws/audit-bucket/witness.ts';
import { auditLogContract, witnessContract } from '../../contract/audit.ts';
import type { Opened } from '../../contract/contract.ts';
import { failing } from '../../support/fail-once.ts';
import { memoryWorld } from '../../support/world.ts';
import { bucketNamed, newBucket, s3, versionsOf } from '../support/buckets.ts';
import { describeOnAws } from '../support/emulated.ts';

/** Leaves are another adapter's (dynamodb.test.ts); tiles and witness are in a locked bucket. */
async function onS3(): Promise<Opened<'log' | 'witness'>> {
  const bucket = bucketNamed(await lockedBucket());
  const memory = memoryWorld();
  const log = { ...memory.world.log, ...s3Tiles(bucket) };
  const { world, failOnce } = failing({ ...memory.world, log, witness: s3Witness(bucket) });
  return { world, failOnce, clock: memory.clock, close: memory.close };
}

async function lockedBucket(): Promise<string> {
  const Bucket = await newBucket({ locked: true });
  const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await s3().send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  return Bucket;
}

describeOnAws('the audit bucket', () => {
  auditLogContract(onS3);
  witnessContract(onS3);
});

describeOnAws('the witness in the audit bucket', () => {
  it('keeps every checkpoint as a version that cannot be removed', async () => {
    const Bucket = await lockedBucket();
    const witness = s3Witness(bucketNamed(Bucket));
    for (const note of ['first\n', 'second\n']) await witness.save(note);
    const versions = await versionsOf(Bucket, 'checkpoint');
    expect(versions.length).toBe(2);
    for (const VersionId of versions)
      await expect(s3().send(new DeleteObjectCommand({ Bucket, Key: 'checkpoint', VersionId }))).rejects.toThrow();
    expect(await witness.last()).toBe('second\n');
  });

  it('lets one of two win who sign after the same checkpoint', async () => {
    const bucket = bucketNamed(await lockedBucket());
    const [one, other] = [s3Witness(bucket), s3Witness(bucket)];
    for (const each of [one, other]) expect(await each.last()).toBeUndefined();
    await one.save('first\n');
    await expect(other.save('instead of it\n')).rejects.toThrow('another checkpoint was saved in between');
    expect(await other.last()).toBe('first\n');
    await other.save('second\n');
    await expect(one.save('instead of the second\n')).rejects.toThrow('another checkpoint was saved in between');
    expect(await one.last()).toBe('second\n');
  });
});
