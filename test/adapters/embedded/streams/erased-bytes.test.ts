import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../adapters/embedded/database/open-database.ts';
import { dropCommands, embeddedStreams } from '../../../../adapters/embedded/streams/streams.ts';
import { command, streamWrite } from '../../../support/stream-write.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text));

it.each([
  { name: 'a short payload', note: 'ada.lovelace@example.org' },
  { name: 'a payload of many pages', note: `${'x'.repeat(30_000)} ada.lovelace@example.org` },
])('$name that was erased is in no file any more', async ({ note }) => {
  const folder = tempFolder();
  const database = openDatabase(join(folder, 'store.sqlite'));
  const streams = embeddedStreams(database, virtualClock());
  await streams.append([streamWrite('local/note/a', 0, { note })], command('c1'));
  expect(filesWith(folder, 'ada.lovelace').length).toBeGreaterThan(0);
  await streams.append([{ ...streamWrite('local/note/a', 1), erase: [1] }], command('c2'));
  expect(filesWith(folder, 'ada.lovelace')).toStrictEqual([]);
  database.close();
});

it('a revision that is not there cannot be erased, and nothing of that write is stored', async () => {
  const database = openDatabase(':memory:');
  const streams = embeddedStreams(database, virtualClock());
  const write = { ...streamWrite('local/note/a', 0), erase: [7] };
  await expect(streams.append([write], command('c1'))).rejects.toThrow('local/note/a has no revision 7 to erase');
  expect(await streams.load('local/note/a')).toBeUndefined();
  database.close();
});

describe('writes that cannot be right are faults', () => {
  const right = streamWrite('local/note/a', 0, { count: 2 });
  it.each([
    { name: 'a gap', writes: [{ ...right, expectedRevision: 1 }] },
    { name: 'no event', writes: [{ ...right, events: [] }] },
    { name: 'a head of another revision', writes: [{ ...right, head: { ...right.head, revision: 1 } }] },
    { name: 'a head of another stream', writes: [{ ...right, head: { ...right.head, stream: 'local/note/b' } }] },
    { name: 'a stream twice', writes: [right, right] },
  ])('$name', async ({ writes }) => {
    const database = openDatabase(':memory:');
    await expect(embeddedStreams(database, virtualClock()).append(writes, command('c'))).rejects.toThrow();
    database.close();
  });
});

it('commands are forgotten after their time, not before; those of node messages sooner', async () => {
  const database = openDatabase(':memory:');
  const clock = virtualClock();
  const streams = embeddedStreams(database, clock);
  const keys = ['person', 'node/1', 'assertion/node-1/aa', 'nodes'];
  const kept = async () => {
    const found = await Promise.all(keys.map((key) => streams.command(key)));
    return found.flatMap((record) => record?.key ?? []);
  };
  for (const key of keys) await streams.append([], command(key));
  const ages = { ms: 5000, ofNodesMs: 1000 };
  await clock.advance(1000);
  expect([await dropCommands(database, clock.now(), ages), await kept()]).toStrictEqual([0, keys]);
  await clock.advance(1);
  expect([await dropCommands(database, clock.now(), ages), await kept()]).toStrictEqual([2, ['person', 'nodes']]);
  await clock.advance(3999);
  expect(await dropCommands(database, clock.now(), ages)).toBe(0);
  await clock.advance(1);
  expect([await dropCommands(database, clock.now(), ages), await kept()]).toStrictEqual([2, []]);
  database.close();
});
