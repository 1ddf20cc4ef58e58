import type { Item } from '../../adapters/aws/dynamodb/dynamo-call.ts';
import { dynamoPulses } from '../../adapters/aws/pulses/dynamo-pulses.ts';
import { nodeKey, partitionKey, partitionOf } from '../../adapters/aws/pulses/places.ts';
import { packRow } from '../../adapters/aws/pulses/pulse-item.ts';
import { PULSES_TABLE } from '../../schemas/aws-tables.ts';
import { busyPulse, someNodes } from '../../test/support/busy-pulse.ts';
import { CLUSTER_NAME } from '../../test/support/draft-release.ts';
import { meteredDynamo } from '../../test/support/dynamo/metered.ts';
import { virtualClock } from '../../test/support/virtual-clock.ts';
import type { Settings } from '../../usecases/ports.ts';
import { foldStream } from '../../usecases/project/fold-stream.ts';
import { streamId } from '../../usecases/transact.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import { asked, type CostPlane, costPlane, partitionsItem, type Usage } from './plane.ts';

/** Units for one of something. */
export interface Each {
  readonly reads: number;
  readonly writes: number;
}
export interface Measured {
  readonly idle: Each;
  readonly active: Each;
  readonly token: Each;
  /** A receipt, stored and folded into read models and audit log. */
  readonly receipt: Each;
  /** Reads that a process repeats every few seconds for all its nodes. */
  readonly sharedReads: number;
  /** Bytes of the answer to an idle check-in, with its headers. */
  readonly answerBytes: number;
  /** Read units of one look over 1,000 nodes. */
  readonly look: number;
}

const FLEET = 100;
/** Two and a half minutes of idling: what each process reads again and again is told apart by a fleet of nobody. */
const IDLE_CHECK_INS = 10;
const each = ({ units }: Usage, times: number): Each => ({ reads: units.reads / times, writes: units.writes / times });

/** Runs the stories of a fleet through the real handlers and counts. */
export async function measure(settings: Settings): Promise<Measured> {
  const plane = await costPlane(settings);
  const fleet = await fleetOf(plane, FLEET);
  await settled(plane, fleet);
  let checkIns = 0;
  const seconds = Math.min(IDLE_CHECK_INS * settings.idleCheckInSeconds, settings.nodeTokenSeconds * 0.7);
  const idle = await asked(plane, async () => {
    checkIns = await fleet.live(Math.floor(seconds));
  });
  const own = idle.units.calls['GetItem'] ?? 0;
  const token = await asked(plane, () => everybody(fleet, (node) => node.authenticate()));
  await folded(plane, fleet);
  const receipt = await asked(plane, () => receipts(plane, fleet));
  await fleet.lock();
  await fleet.checkIn();
  let activeCheckIns = 0;
  const active = await asked(plane, async () => {
    activeCheckIns = await fleet.live(Math.max(60, settings.activeCheckInSeconds * 4));
  });
  return {
    // A check-in reads its own node; what is read beyond that is shared by all of a process.
    idle: { reads: 0.5, writes: idle.units.writes / checkIns },
    active: { reads: active.units.reads / activeCheckIns, writes: active.units.writes / activeCheckIns },
    token: each(token, FLEET),
    receipt: each(receipt, FLEET),
    sharedReads: (idle.units.reads - 0.5 * checkIns) / Math.max(1, own - checkIns) || 0.5,
    answerBytes: await answerBytes(fleet),
    look: (await lookOver(1000)).reads,
  };
}

/** All have told what they run, and time has passed since. */
async function settled({ clock, w }: CostPlane, fleet: Fleet): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await clock.advance((w.world.settings.idleCheckInSeconds + 1) * 1000);
    await fleet.checkIn();
  }
}

const everybody = (fleet: Fleet, act: (node: Fleet['nodes'][number]) => Promise<unknown>) =>
  Promise.all(fleet.nodes.map(act));

async function receipts({ w }: Pick<CostPlane, 'w'>, fleet: Fleet): Promise<void> {
  const about = { cluster: CLUSTER_NAME, generation: 1, digest: fleet.release.digest, configs: {} };
  for (const node of fleet.nodes) {
    const { status } = await node.send(node.receipt(about));
    if (status !== 200) throw new Error(`a receipt was answered ${status}`);
  }
  await folded({ w }, fleet);
}

/** What the feed does with whatever is new of these nodes. */
async function folded({ w }: Pick<CostPlane, 'w'>, { nodes }: Fleet): Promise<void> {
  for (const { id } of nodes) await foldStream(w.world, streamId(w.world.authority, 'node', id));
}

/** A response has about 350 bytes of status line and headers. */
const HEADER_BYTES = 350;
async function answerBytes({ nodes: [node] }: Fleet): Promise<number> {
  return HEADER_BYTES + JSON.stringify((await node?.checkIn())?.body).length;
}

/** Partitions that the sweep would have made for so many rows. */
export const partitionsFor = (nodes: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, nodes / 1000)));

/** The pulses of a cluster of busy services, in as many partitions as the sweep makes of them. */
export async function busyCluster(cluster: string, nodes: readonly string[]) {
  const { call, unmetered, units } = meteredDynamo({ pulses: PULSES_TABLE });
  const store = (Item: Item) => unmetered('PutItem', { TableName: 'pulses', Item });
  const partitions = partitionsFor(nodes.length);
  await store(partitionsItem(cluster, partitions));
  const values = Object.entries(packRow(busyPulse({ cluster, node: '' }))).filter(([, value]) => value !== undefined);
  const row = Object.fromEntries(values) as unknown as Item;
  for (const node of nodes)
    await store({ c: { S: partitionKey(cluster, partitionOf(node, partitions)) }, n: { S: nodeKey(node) }, ...row });
  return { pulses: dynamoPulses(call, { table: 'pulses', clock: virtualClock() }), units };
}

/** One look over all pulses of a cluster, row by row. */
export async function lookOver(nodes: number): Promise<Each & { readonly seen: number }> {
  const { pulses, units } = await busyCluster('edge', someNodes(nodes));
  const { reads, writes } = units;
  const seen = await pulses.fold('edge', 0, (count) => count + 1);
  return { reads: units.reads - reads, writes: units.writes - writes, seen };
}
