import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../adapters/aws/audit/audit-log.ts';
import type { Item } from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import { dynamoPositions } from '../../../adapters/aws/feed/positions.ts';
import { dynamoStreams } from '../../../adapters/aws/streams/streams.ts';
import { dynamoViews } from '../../../adapters/aws/views/views.ts';
import { foldEvents } from '../../../core/audit/erasing.ts';
import { STREAM_KINDS } from '../../../core/stream-kinds.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { eraseEvent } from '../../../usecases/audit/erase-event.ts';
import { effectiveEvents } from '../../../usecases/effective-events.ts';
import { rebuildViews } from '../../../usecases/project/rebuild-views.ts';
import { foldLagging } from '../../../usecases/sweep/fold-lagging.ts';
import { callAs } from '../../support/call.ts';
import { memoryDynamo } from '../../support/dynamo/memory-dynamo.ts';
import type { RolloutWorld } from '../../support/rollout-world.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { wholeHistory } from '../../support/whole-history.ts';

const call = memoryDynamo(STREAMS_TABLE);
const table = 'streams';
const tiles = { tile: async () => undefined, putTile: async () => {} };

let history: RolloutWorld;
beforeAll(async () => {
  history = await wholeHistory({
    streams: dynamoStreams({ call, table, clock: virtualClock(), settleMs: 0 }),
    views: dynamoViews({ call, table }),
    log: dynamoAuditLog({ call, table, tiles }),
    positions: dynamoPositions({ call, table }),
  });
  while ((await foldLagging(history.world)) > 0);
}, 30_000);
afterAll(() => history.close());

const items = async (): Promise<readonly Item[]> => (await call('Scan', { TableName: table })).Items ?? [];
const textOf = (item: Item, name: string): string => (item[name] as { S: string } | undefined)?.S ?? '';
const rows = async () =>
  (await items())
    .filter((item) => textOf(item, 'pk').startsWith('view#'))
    .map((item) => ({ ...item, doc: JSON.parse(textOf(item, 'doc')) as unknown }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

async function folded(kind: string): Promise<void> {
  const of = STREAM_KINDS.get(kind);
  if (!of) throw new Error(`no such kind: ${kind}`);
  const { heads } = await history.world.streams.list(kind, { limit: 1000 });
  expect(heads.length).toBeGreaterThan(0);
  for (const { stream, revision, hash, state } of heads) {
    const events = await effectiveEvents(history.world.streams, stream, { after: 0, limit: 10_000 });
    expect([events.length, events.at(-1)?.hash]).toStrictEqual([revision, hash]);
    expect(JSON.parse(JSON.stringify(foldEvents(of, events)))).toStrictEqual(state);
  }
}

const kinds = [...STREAM_KINDS.keys()];

it.each(kinds)('on DynamoDB, every head of kind %s is the fold of its events', (kind) => folded(kind));

it('read models dropped and rebuilt are the read models, row by row', async () => {
  const before = await rows();
  expect(before.length).toBeGreaterThan(200);
  await rebuildViews(history.world);
  expect(await rows()).toStrictEqual(before);
});

it('the audit log holds every event once', async () => {
  const { changes } = await history.world.streams.changes('', 10_000);
  const leaves = await history.world.log.leaves(0, 10_000);
  expect(leaves.length).toBe(changes.reduce((sum, { revision }) => sum + revision, 0));
  expect(new Set(leaves.map(({ stream, revision }) => `${stream}#${revision}`)).size).toBe(leaves.length);
});

it('what is erased is in no event, head or row, and all heads still fold', async () => {
  let erased = 0;
  for (const kind of kinds)
    for (const { stream } of (await history.world.streams.list(kind, { limit: 1000 })).heads)
      for (const { revision } of await history.world.streams.events(stream, { after: 0, limit: 10_000 })) {
        const body = { stream, revision, justification: 'a person asked for it' };
        if ((await eraseEvent(history.world, { params: {}, query: {}, body }, callAs('Admin'))).ok) erased++;
      }
  expect(erased).toBeGreaterThanOrEqual(5);
  for (const kind of kinds) await folded(kind);
  await rebuildViews(history.world);
  // Answers kept for those who repeat a command are not erased: they go after thirty days.
  const left = (await items()).filter((item) => JSON.stringify(item).includes('Ms Example'));
  expect(left.filter((item) => !textOf(item, 'pk').startsWith('command#'))).toStrictEqual([]);
});
