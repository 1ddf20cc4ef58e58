import { describe, expect, it } from 'vitest';
import { s3Tiles } from '../../../../adapters/aws/audit-bucket/tiles.ts';
import { s3Witness } from '../../../../adapters/aws/audit-bucket/witness.ts';
import { auditLogContract, witnessContract } from '../../../contract/audit.ts';
import { failing } from '../../../support/fail-once.ts';
import { memoryWorld } from '../../../support/world.ts';
import { memoryBucket } from '../memory-bucket.ts';

const inABucket = () => {
  const { bucket } = memoryBucket();
  const memory = memoryWorld();
  const log = { ...memory.world.log, ...s3Tiles(bucket) };
  const { world, failOnce } = failing({ ...memory.world, log, witness: s3Witness(bucket) });
  return { world, failOnce, clock: memory.clock, close: memory.close };
};
auditLogContract(inABucket);
witnessContract(inABucket);

describe('tiles', () => {
  it('have their C2SP names, so that the bucket can be served as the log', async () => {
    const { bucket, keys } = memoryBucket();
    await s3Tiles(bucket).putTile(0, 1_234_067, new Uint8Array(8192));
    await s3Tiles(bucket).putTile(2, 5, new Uint8Array(8192));
    expect(keys()).toStrictEqual(['tile/0/x001/x234/067', 'tile/2/005']);
  });

  it.each(['request', 'reply'] as const)('converge when the %s is lost', async (what) => {
    const { bucket, writes, loseOnce } = memoryBucket();
    const tiles = s3Tiles(bucket);
    loseOnce(what);
    await expect(tiles.putTile(0, 0, new Uint8Array(8192))).rejects.toThrow('no answer');
    await tiles.putTile(0, 0, new Uint8Array(8192));
    expect(writes()).toBe(1);
  });
});

describe('the witness', () => {
  it.each(['request', 'reply'] as const)('converges when the %s is lost', async (what) => {
    const { bucket, writes, loseOnce } = memoryBucket();
    const witness = s3Witness(bucket);
    await witness.save('one\n');
    loseOnce(what);
    await expect(witness.save('two\n')).rejects.toThrow('no answer');
    await witness.save('two\n');
    expect(await witness.last()).toBe('two\n');
    expect(writes()).toBe(2);
    await witness.save('three\n');
    expect(await witness.last()).toBe('three\n');
  });

  it('never goes back: who read an older checkpoint does not save over a newer one', async () => {
    const { bucket } = memoryBucket();
    const [slow, quick] = [s3Witness(bucket), s3Witness(bucket)];
    await quick.save('one\n');
    for (const each of [slow, quick]) expect(await each.last()).toBe('one\n');
    await quick.save('three\n');
    await expect(slow.save('two\n')).rejects.toThrow('another checkpoint was saved in between');
    expect(await quick.last()).toBe('three\n');
  });
});
