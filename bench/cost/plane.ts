import { dynamoAuditLog } from '../../adapters/aws/audit/audit-log.ts';
import { s3Blobs } from '../../adapters/aws/blobs/blobs.ts';
import { presigner } from '../../adapters/aws/blobs/presigner.ts';
import type { Item } from '../../adapters/aws/dynamodb/dynamo-call.ts';
import { kmsKeyring } from '../../adapters/aws/keyring/keyring.ts';
import { sealedKeys } from '../../adapters/aws/keyring/sealed-keys.ts';
import { dynamoPulses } from '../../adapters/aws/pulses/dynamo-pulses.ts';
import { registryKey } from '../../adapters/aws/pulses/places.ts';
import { dynamoStreams } from '../../adapters/aws/streams/streams.ts';
import { dynamoViews } from '../../adapters/aws/views/views.ts';
import { PULSES_TABLE, STREAMS_TABLE } from '../../schemas/aws-tables.ts';
import { memoryBucket } from '../../test/adapters/aws/memory-bucket.ts';
import { CLUSTER_NAME } from '../../test/support/draft-release.ts';
import { meteredDynamo, type Units } from '../../test/support/dynamo/metered.ts';
import { fakeKms } from '../../test/support/fake-kms.ts';
import { type NodeWorld, nodeWorld } from '../../test/support/node-world.ts';
import { type VirtualClock, virtualClock } from '../../test/support/virtual-clock.ts';
import type { Blobs, Settings } from '../../usecases/ports.ts';

/** The row by which a cluster has this many partitions. */
export function partitionsItem(cluster: string, partitions: number): Item {
  const { c, n } = registryKey(cluster);
  const count = { N: String(partitions) };
  return { c: { S: c }, n: { S: n }, p: count, f: count, g: { N: '0' } };
}

/** Everything that AWS would have been asked for; amounts since the beginning. */
export interface Usage {
  readonly units: Units;
  readonly s3: { gets: number; puts: number };
  readonly kms: { readonly [operation: string]: number };
}
export interface CostPlane {
  readonly w: NodeWorld;
  readonly clock: VirtualClock;
  readonly usage: Usage;
}

/** A tile is full after 256 events: none is, here. */
const NO_TILES = { tile: async () => undefined, putTile: async () => {} };
const TABLES = { streams: STREAMS_TABLE, pulses: PULSES_TABLE };
const WHERE = {
  endpoint: { url: new URL('https://s3.eu-west-1.amazonaws.com'), region: 'eu-west-1', custom: false },
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  bucket: 'blobs',
};

/**
 * The real handler of nodes over the real adapters, on an AWS that only counts.
 * @param partitions of the cluster's pulses, as many as a larger fleet has
 */
export async function costPlane(settings: Settings, partitions = 1): Promise<CostPlane> {
  const { call, unmetered, units } = meteredDynamo(TABLES);
  if (partitions > 1)
    await unmetered('PutItem', { TableName: 'pulses', Item: partitionsItem(CLUSTER_NAME, partitions) });
  const clock = virtualClock();
  const kms = fakeKms();
  const s3 = { gets: 0, puts: 0 };
  const sealed = sealedKeys({ dynamo: call, table: 'streams', kms: kms.call, dataKey: 'data' });
  const w = await nodeWorld({
    clock,
    settings,
    streams: dynamoStreams({ call, table: 'streams', clock, settleMs: 0 }),
    views: dynamoViews({ call, table: 'streams' }),
    log: dynamoAuditLog({ call, table: 'streams', tiles: NO_TILES }),
    pulses: dynamoPulses(call, { table: 'pulses', clock, tends: true }),
    keyring: kmsKeyring(sealed, clock),
    blobs: countedBlobs(s3, clock),
  });
  return { w, clock, usage: { units, s3, kms: kms.asked } };
}

/** The real blobs over a bucket that counts; URLs are minted without asking anybody. */
function countedBlobs(s3: { gets: number; puts: number }, clock: VirtualClock): Blobs {
  const { bucket } = memoryBucket();
  const counted: typeof bucket = {
    ...bucket,
    read(key) {
      s3.gets += 1;
      return bucket.read(key);
    },
    write(key, bytes, options) {
      s3.puts += 1;
      return bucket.write(key, bytes, options);
    },
  };
  return s3Blobs(counted, presigner({ ...WHERE, credentials: () => WHERE.credentials, now: clock.now }));
}

/** Copies the amounts, so that what comes later can be told apart. */
export const soFar = ({ units, s3, kms }: Usage): Usage => ({
  units: { ...units, calls: { ...units.calls } },
  s3: { ...s3 },
  kms: { ...kms },
});

/** What a part of a story asked for. */
export async function asked(plane: CostPlane, story: () => Promise<unknown>): Promise<Usage> {
  const before = soFar(plane.usage);
  await story();
  const { units, s3, kms } = plane.usage;
  const minus = (now: { readonly [name: string]: number }, then: { readonly [name: string]: number }) =>
    Object.fromEntries(
      Object.entries(now)
        .map(([name, amount]): [string, number] => [name, amount - (then[name] ?? 0)])
        .filter(([, amount]) => amount > 0),
    );
  return {
    units: {
      reads: units.reads - before.units.reads,
      writes: units.writes - before.units.writes,
      calls: minus(units.calls, before.units.calls),
    },
    s3: { gets: s3.gets - before.s3.gets, puts: s3.puts - before.s3.puts },
    kms: minus(kms, before.kms),
  };
}
