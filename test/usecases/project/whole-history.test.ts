import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldEvents } from '../../../core/audit/erasing.ts';
import { STREAM_KINDS } from '../../../core/stream-kinds.ts';
import { eraseEvent } from '../../../usecases/audit/erase-event.ts';
import { effectiveEvents } from '../../../usecases/effective-events.ts';
import type { Head } from '../../../usecases/ports.ts';
import { rebuildViews } from '../../../usecases/project/rebuild-views.ts';
import { callAs } from '../../support/call.ts';
import type { RolloutWorld } from '../../support/rollout-world.ts';
import { viewRows } from '../../support/view-rows.ts';
import { foldAll, wholeHistory } from '../../support/whole-history.ts';

let history: RolloutWorld;
beforeAll(async () => {
  history = await wholeHistory();
  await foldAll(history);
}, 30_000);
afterAll(() => history.close());

async function heads(kind: string): Promise<readonly Head[]> {
  return (await history.world.streams.list(kind, { limit: 1000 })).heads;
}
async function folded(kind: string): Promise<void> {
  const of = STREAM_KINDS.get(kind);
  if (!of) throw new Error(`no such kind: ${kind}`);
  const all = await heads(kind);
  expect(all.length).toBeGreaterThan(0);
  for (const { stream, revision, hash, state } of all) {
    const events = await effectiveEvents(history.world.streams, stream, { after: 0, limit: 10_000 });
    expect(events.map((event) => event.revision)).toStrictEqual(events.map((_, at) => at + 1));
    expect([events.length, events.at(-1)?.hash]).toStrictEqual([revision, hash]);
    // As the store keeps it: members that are undefined are not there.
    expect(JSON.parse(JSON.stringify(foldEvents(of, events)))).toStrictEqual(state);
  }
}

const kinds = [...STREAM_KINDS.keys()];

it.each(kinds)('every head of kind %s is the fold of its events', (kind) => folded(kind));

it('knows every kind of stream that was written', () => {
  const written = history.database.sql.prepare('SELECT DISTINCT kind FROM heads ORDER BY kind').all();
  expect(written.map(({ kind }) => kind)).toStrictEqual(kinds.toSorted());
});

it('read models dropped and rebuilt are the read models, row by row', async () => {
  const before = viewRows(history.database);
  expect(new Set(before.map(({ view }) => view)).size).toBeGreaterThanOrEqual(3);
  expect(before.length).toBeGreaterThan(200);
  await rebuildViews(history.world);
  expect(viewRows(history.database)).toStrictEqual(before);
});

it('and all of it holds after everything was erased that may be', async () => {
  let erased = 0;
  for (const kind of kinds)
    for (const { stream } of await heads(kind))
      for (const { revision } of await history.world.streams.events(stream, { after: 0, limit: 10_000 })) {
        const body = { stream, revision, justification: 'Ms Example asked for it' };
        const outcome = await eraseEvent(history.world, { params: {}, query: {}, body }, callAs('Admin'));
        if (outcome.ok) erased += 1;
        else expect(outcome.code).toBe('payload_needed');
      }
  expect(erased).toBe(5);
  for (const kind of kinds) await folded(kind);
  await foldAll(history);
  const before = viewRows(history.database);
  await rebuildViews(history.world);
  expect(viewRows(history.database)).toStrictEqual(before);
  const left = history.database.sql
    .prepare(
      "SELECT (SELECT count(*) FROM events WHERE body LIKE '%Ms Example of%' OR body LIKE '%by Ms Example%') AS events, (SELECT count(*) FROM heads WHERE state LIKE '%Ms Example%') AS heads",
    )
    .get();
  expect({ ...left }).toStrictEqual({ events: 0, heads: 0 });
});
