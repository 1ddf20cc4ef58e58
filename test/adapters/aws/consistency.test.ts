import { expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../adapters/aws/audit/audit-log.ts';
import type { DynamoCall } from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import { dynamoParkedStreams } from '../../../adapters/aws/feed/parked-streams.ts';
import { dynamoPositions } from '../../../adapters/aws/feed/positions.ts';
import { dynamoStreams } from '../../../adapters/aws/streams/streams.ts';
import { dynamoViews } from '../../../adapters/aws/views/views.ts';
import { STREAMS_TABLE } from '../../../schemas/aws-tables.ts';
import { memoryDynamo } from '../../support/dynamo/memory-dynamo.ts';
import { command, streamWrite } from '../../support/stream-write.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const A = 'local/note/a';

/** Every read of one action: whether it asked for all that was stored before it, or for half the price. */
async function reads(action: (ports: ReturnType<typeof portsOn>) => Promise<unknown>): Promise<string[]> {
  const memory = memoryDynamo(STREAMS_TABLE);
  const seen: string[] = [];
  let watching = false;
  const call: DynamoCall = async (operation, input) => {
    const asked = JSON.stringify(input).includes('"ConsistentRead":true');
    if (watching && !/^(Put|Transact)/.test(operation)) seen.push(`${operation} ${asked ? 'now' : 'eventually'}`);
    return memory(operation, input);
  };
  const ports = portsOn(call);
  await ports.streams.append([streamWrite(A, 0)], command('c'));
  await ports.views.commit(A, 0, 1, []);
  watching = true;
  await action(ports);
  return [...new Set(seen)];
}

function portsOn(call: DynamoCall) {
  const at = { call, table: 'streams' };
  return {
    streams: dynamoStreams({ ...at, clock: virtualClock(), settleMs: 0 }),
    views: dynamoViews(at),
    log: dynamoAuditLog({ ...at, tiles: { tile: async () => undefined, putTile: async () => {} } }),
    parked: dynamoParkedStreams(at),
    positions: dynamoPositions(at),
  };
}

const leaf = { stream: A, revision: 1, hash: 'a'.repeat(64) };

it.each<{ name: string; action: Parameters<typeof reads>[0]; asks: string[] }>([
  { name: 'load', action: ({ streams }) => streams.load(A), asks: ['GetItem now'] },
  { name: 'loadEventually', action: ({ streams }) => streams.loadEventually(A), asks: ['GetItem eventually'] },
  { name: 'command', action: ({ streams }) => streams.command('c'), asks: ['GetItem now'] },
  { name: 'events', action: ({ streams }) => streams.events(A, { after: 0, limit: 9 }), asks: ['Query now'] },
  {
    name: 'list (an index has no other way; its heads are new)',
    action: ({ streams }) => streams.list('note', { limit: 9 }),
    asks: ['Query eventually', 'BatchGetItem now'],
  },
  { name: 'changes', action: ({ streams }) => streams.changes('', 9), asks: ['Query eventually'] },
  {
    name: 'the verdict moved',
    action: ({ streams }) => streams.append([streamWrite(A, 7)], command('d')),
    asks: ['GetItem now'],
  },
  { name: 'mark', action: ({ views }) => views.mark(A), asks: ['GetItem now'] },
  { name: 'get', action: ({ views }) => views.get('v', 'p', 's'), asks: ['GetItem now'] },
  { name: 'query', action: ({ views }) => views.query('v', 'p', { limit: 9 }), asks: ['Query eventually'] },
  { name: 'drop', action: ({ views }) => views.drop(), asks: ['Scan now', 'BatchWriteItem eventually'] },
  { name: 'size', action: ({ log }) => log.size(), asks: ['GetItem now'] },
  { name: 'leaves', action: ({ log }) => log.leaves(0, 9), asks: ['Query now'] },
  { name: 'append to the log', action: ({ log }) => log.append([leaf]), asks: ['BatchGetItem now'] },
  { name: 'parked streams', action: ({ parked }) => parked.all(), asks: ['Query now'] },
  { name: 'positions', action: ({ positions }) => positions.read('a'), asks: ['GetItem now'] },
])('$name', async ({ action, asks }) => expect(await reads(action)).toStrictEqual(asks));

it.each([
  { rows: 99, fits: true },
  { rows: 100, fits: false },
])('a commit of $rows rows', async ({ rows, fits }) => {
  const { views } = portsOn(memoryDynamo(STREAMS_TABLE));
  const writes = Array.from({ length: rows }, (_, at) => ({ view: 'v', partition: 'p', sort: `${at}`, doc: { at } }));
  const commit = views.commit(A, 0, 1, writes);
  if (fits) expect(await commit).toBe('committed');
  else await expect(commit).rejects.toThrow('101 items do not fit');
});
