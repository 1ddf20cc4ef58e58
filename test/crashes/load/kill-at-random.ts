import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { openDatabase } from '../../../adapters/embedded/database/open-database.ts';
import { embeddedStreams } from '../../../adapters/embedded/streams/streams.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import { chance as chanceOf } from '../../sim/chance.ts';
import { startFleet } from '../../support/fleet.ts';
import { until } from '../../support/until.ts';
import { spreadOf } from '../support/spread.ts';
import { goodly, steadyAsk } from '../support/steady-ask.ts';
import { type Supervised, supervised } from '../support/supervised.ts';
import { logIsWhole } from '../support/whole-log.ts';
import { notes as newNotes } from './acknowledged.ts';
import { type TalkingNode, talkingNode } from './talking-node.ts';
import { clerk, deployer, type Office, publisher, type Writer } from './writers.ts';

const DEPLOYED = 'fees.development';
const PUBLISHED = ['rates.development', 'routes.development'] as const;
const TOLD = 'tills.development';
const NODES = 3;
const LONGEST_LIFE_MS = 300;
/** Receipts that a control plane knows again; of older ones it only says that their counter is past (LOOKED_BACK). */
const REMEMBERED = 64;
const SETTINGS = {
  PLUMB_IDLE_CHECK_IN_SECONDS: '0.1',
  PLUMB_ACTIVE_CHECK_IN_SECONDS: '0.1',
  PLUMB_CHECKPOINT_SECONDS: '1',
};

/**
 * Kills a control plane so many times while people and nodes write to it as fast as they can. After every restart all
 * that was acknowledged is there, and what is asked again is answered the same.
 * @param more environment of the control plane
 */
export async function killAtRandom(kills: number, seed: string, more: NodeJS.ProcessEnv = {}): Promise<void> {
  const chance = chanceOf(seed);
  const plane = supervised(() => ({ ...SETTINGS, ...more }));
  const otto = steadyAsk(plane, 'Operator', 'otto');
  const dora = steadyAsk(plane, 'Developer', 'dora');
  const notes = newNotes();
  const office = { notes, otto, dora, chance: chance.branch('office') };
  const { body: enrolment } = await otto({
    method: 'POST',
    path: '/enrolment-tokens',
    body: { cluster: DEPLOYED, uses: NODES },
  });
  const fleet = await startFleet({
    url: 'http://127.0.0.1:9',
    origin: async () => (await plane.up()).url,
    token: String(enrolment['token']),
    count: NODES,
    config: DEPLOYED,
  });
  try {
    const talking = await talkers(plane, office);
    let said = '';
    const writers: Writer[] = [
      ...PUBLISHED.map((config) => publisher(office, config)),
      clerk(office, 'parts.development', DEPLOYED),
      deployer(office, DEPLOYED, (content) => {
        said = content;
      }),
      ...talking.map(({ talk }) => talk),
    ];
    let ended = false;
    const writing = Promise.all(writers.map((write) => write(() => ended)));
    writing.catch(() => {}); // heard of below
    const proven = talking.map(() => 0);
    for (let kill = 0; kill < kills; kill++) {
      await Promise.race([plane.up(), writing]);
      await pause(chance.between(0, LONGEST_LIFE_MS));
      await plane.kill();
      await Promise.race([notes.look(chance), writing]);
      for (const [index, { proveAgain, proven: receipts }] of talking.entries()) {
        const from = Math.max(proven[index] ?? 0, receipts.length - REMEMBERED);
        proven[index] = receipts.length;
        await proveAgain(from);
      }
    }
    ended = true;
    await writing;
    await notes.lookAtAll();
    await Promise.all(talking.map(({ proveAgain, proven: all }) => proveAgain(Math.max(0, all.length - REMEMBERED))));
    await until(
      () => Promise.all(fleet.nodes.map((node) => node.current())),
      (contents) => contents.every((content) => content === said),
      60,
    );
    await logIsWhole(plane);
    await fleet.halt();
    await plane.stop();
    await toldIsStored(plane, talking);
    const receipts = talking.reduce((sum, each) => sum + each.proven.length + each.told.length, 0);
    console.log(`${kills} kills, ${notes.count()} acknowledged requests and ${receipts} messages of nodes, none lost`);
    console.log(`restarts ${spreadOf(plane.restartsMs)}`);
  } finally {
    await fleet.stop();
    await plane.stop().finally(plane.remove);
  }
}

/** Nodes of a cluster of their own, on a release that they have proven. */
async function talkers(plane: Supervised, { dora, otto }: Pick<Office, 'dora' | 'otto'>): Promise<TalkingNode[]> {
  const talking = [await talkingNode(plane, otto, TOLD, 0), await talkingNode(plane, otto, TOLD, 1)];
  for (const { tell } of talking) await tell();
  await goodly(dora)('POST', '/configs', { name: TOLD });
  await goodly(dora)('POST', `/configs/${TOLD}/versions`, { version: '1.0.0', content: {} });
  const request = { configName: TOLD, configVersion: '1.0.0', strategy: { strategy: 'Direct' } };
  const { id } = await goodly(otto)('POST', '/deployments', request);
  for (const { prove } of talking) await prove();
  const seen = () => goodly(otto)<{ status: string }>('GET', `/deployments/${id}`);
  await until(seen, ({ status }) => status === 'completed');
  return talking;
}

/** What nodes told in check-ins that were answered, from the folder of the stopped control plane. */
async function toldIsStored({ dataDir }: Supervised, talking: readonly TalkingNode[]): Promise<void> {
  const database = openDatabase(join(dataDir, 'plumbline.sqlite'));
  try {
    const streams = embeddedStreams(database, systemClock);
    for (const { node, told, proven } of talking) {
      const events = await streams.events(`local/node/${node.id}`, { after: 0, limit: 1_000_000 });
      const stored = new Set(
        events.filter(({ type }) => type === 'RefusalReported').map(({ payload }) => String(payload?.['digest'])),
      );
      expect(told.filter((digest) => !stored.has(digest))).toStrictEqual([]);
      expect(told.length).toBeGreaterThan(0);
      const receipts = new Set(
        events.filter(({ type }) => type === 'ReceiptStored').map(({ payload }) => String(payload?.['receipt'])),
      );
      expect(proven.filter((receipt) => !receipts.has(receipt))).toStrictEqual([]);
      expect(receipts.size).toBe(proven.length);
    }
  } finally {
    database.close();
  }
}
