import { expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../adapters/aws/audit/audit-log.ts';
import { dynamoPositions } from '../../../adapters/aws/feed/positions.ts';
import { dynamoStreams } from '../../../adapters/aws/streams/streams.ts';
import { dynamoViews } from '../../../adapters/aws/views/views.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { foldStream } from '../../../usecases/project/fold-stream.ts';
import { foldLagging } from '../../../usecases/sweep/fold-lagging.ts';
import { meteredDynamo } from '../../support/dynamo/metered.ts';
import { command, streamWrite } from '../../support/stream-write.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';

const A = 'local/node/node-a';
const leaf = (stream: string) => ({ stream, revision: 1, hash: 'a'.repeat(64) });
const row = (sort: string) => ({ view: 'v', partition: 'p', sort, doc: { n: 1 } });

/** Everything that happened before is a stream of three small events, folded, and a second stream. */
async function opened() {
  const { call, units } = meteredDynamo({ streams: STREAMS_TABLE });
  const clock = virtualClock();
  const at = { call, table: 'streams' };
  const ports = {
    streams: dynamoStreams({ ...at, clock, settleMs: 0 }),
    views: dynamoViews(at),
    log: dynamoAuditLog({ ...at, tiles: { tile: async () => undefined, putTile: async () => {} } }),
    positions: dynamoPositions(at),
  };
  const world = { ...memoryWorld().world, ...ports, clock };
  const known = { type: 'DirectiveSigned' };
  await ports.streams.append([streamWrite(A, 0, { ...known, count: 3 })], command('first'));
  await foldStream(world, A);
  await ports.streams.append([streamWrite('local/node/node-b', 0, known)], command('second'));
  return { ...ports, world, units };
}
type Opened = Awaited<ReturnType<typeof opened>>;

it.each<{ name: string; action: (ports: Opened) => Promise<unknown>; reads: number; writes: number }>([
  // Command, head and event in a transaction, two each; the head's old and new place in the order of arrival.
  { name: 'append one event', action: (p) => p.streams.append([streamWrite(A, 3)], command('c')), reads: 0, writes: 8 },
  {
    name: 'append to a new stream, which is listed from then on',
    action: (p) => p.streams.append([streamWrite('local/node/node-c', 0)], command('c')),
    reads: 0,
    writes: 8,
  },
  {
    name: 'append to two streams',
    action: (p) => p.streams.append([streamWrite(A, 3), streamWrite('local/node/node-b', 1)], command('c')),
    reads: 0,
    writes: 14,
  },
  { name: 'lose a race', action: (p) => p.streams.append([streamWrite(A, 9)], command('c')), reads: 1, writes: 6 },
  { name: 'spend a command', action: (p) => p.streams.append([], command('c')), reads: 0, writes: 1 },
  { name: 'load', action: (p) => p.streams.load(A), reads: 1, writes: 0 },
  { name: 'load eventually', action: (p) => p.streams.loadEventually(A), reads: 0.5, writes: 0 },
  { name: 'read three events', action: (p) => p.streams.events(A, { after: 0, limit: 9 }), reads: 1, writes: 0 },
  { name: 'list two heads', action: (p) => p.streams.list('node', { limit: 9 }), reads: 2.5, writes: 0 },
  { name: 'a page of the feed', action: (p) => p.streams.changes('', 200), reads: 8, writes: 0 },
  { name: 'commit seven rows', action: (p) => p.views.commit(A, 3, 4, [...'abcdefg'].map(row)), reads: 0, writes: 16 },
  { name: 'a page of eight rows', action: (p) => p.views.query('audit', 'all', { limit: 8 }), reads: 0.5, writes: 0 },
  { name: 'one leaf', action: (p) => p.log.append([leaf('local/node/node-b')]), reads: 2, writes: 6 },
  {
    name: 'eight leaves of as many streams, handed in at once',
    action: (p) => Promise.all([...'cdefghij'].map((key) => p.log.append([leaf(`local/node/node-${key}`)]))),
    reads: 10,
    writes: 24,
  },
  {
    name: 'fold an event into five rows',
    action: (p) => foldStream(p.world, 'local/node/node-b'),
    reads: 11,
    writes: 18,
  },
  { name: 'find that one stream lags', action: (p) => foldLagging(p.world), reads: 30, writes: 19 },
])('to $name', async ({ action, reads, writes }) => {
  const ports = await opened();
  Object.assign(ports.units, { reads: 0, writes: 0 });
  await action(ports);
  expect({ reads: ports.units.reads, writes: ports.units.writes }).toStrictEqual({ reads, writes });
});
