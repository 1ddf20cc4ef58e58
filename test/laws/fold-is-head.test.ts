import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldEvents } from '../../core/audit/erasing.ts';
import { done } from '../../core/decision.ts';
import { eventHash, genesis } from '../../core/integrity/chain.ts';
import { STREAM_KINDS } from '../../core/stream-kinds.ts';
import { effectiveEvents } from '../../usecases/effective-events.ts';
import type { World } from '../../usecases/ports.ts';
import { foldStream } from '../../usecases/project/fold-stream.ts';
import { rebuildViews } from '../../usecases/project/rebuild-views.ts';
import { transact } from '../../usecases/transact.ts';
import { callAs } from '../support/call.ts';
import { viewRows } from '../support/view-rows.ts';
import { memoryWorld } from '../support/world.ts';
import { NOUNS } from './nouns/index.ts';
import type { AnyNoun } from './walk.ts';

/** Two streams of each kind. */
const KEYS = ['one', 'two'];

interface Deed {
  readonly noun: AnyNoun;
  readonly key: string;
  readonly intention: AnyNoun['commands'][string] extends fc.Arbitrary<infer I> ? I : never;
  readonly begun: readonly { readonly type: string }[];
  /** Whether the feed is folded to its end after it. */
  readonly fold: boolean;
}
const deedOf = (noun: AnyNoun): fc.Arbitrary<Deed> =>
  fc.oneof(
    ...Object.entries(noun.commands).map(([type, command]) => ({
      weight: noun.weights?.[type] ?? 1,
      arbitrary: fc.record({
        noun: fc.constant(noun),
        key: fc.constantFrom(...KEYS),
        intention: command,
        begun: noun.begin ?? fc.constant([]),
        fold: fc.integer({ min: 1, max: 10 }).map((drawn) => drawn === 1),
      }),
    })),
  );
/** Roots are signed and verified several times each, and there is no read model of them. */
const deed = fc.oneof(...NOUNS.filter(({ kind }) => kind.kind !== 'trust').map(deedOf));

/** Does it as a use case would: load, decide, store. @returns whether it was obeyed and stored something */
async function obey(world: World, { noun: { kind }, key, intention, begun }: Deed, at: string): Promise<boolean> {
  const obeyed = await transact(world, callAs('System', { at }), async (tx) => {
    const loaded = await tx.load(kind, key);
    const state = loaded.revision === 0 ? tx.append(kind, key, begun) : loaded.state;
    const decision = intention(state, at)(state);
    if (!decision.ok) return decision;
    tx.append(kind, key, decision.events);
    return done(decision.events.length > 0);
  });
  return obeyed.ok && obeyed.value;
}

async function foldFeed(world: World): Promise<void> {
  const { changes } = await world.streams.changes('', 10_000);
  for (const { stream } of changes) await foldStream(world, stream);
}

/** Every head is what its events come to, and they hang together. @returns heads looked at */
async function headsAreFolds({ streams }: World): Promise<number> {
  let looked = 0;
  for (const [name, kind] of STREAM_KINDS)
    for (const { stream, revision, hash, state } of (await streams.list(name, { limit: 100 })).heads) {
      const events = await effectiveEvents(streams, stream, { after: 0, limit: 10_000 });
      expect(events.map((event) => event.revision)).toStrictEqual(Array.from({ length: revision }, (_, at) => at + 1));
      expect(JSON.parse(JSON.stringify(foldEvents(kind, events)))).toStrictEqual(state);
      let before = genesis(stream);
      for (const event of events) {
        expect(event.previousHash).toBe(before);
        expect(eventHash(event)).toBe(event.hash);
        before = event.hash;
      }
      expect(hash).toBe(before);
      looked += 1;
    }
  return looked;
}

describe('after any commands', () => {
  it('every head is the fold of its events, and read models dropped and rebuilt are the read models', async () => {
    const seen = { obeyed: 0, heads: 0, rows: new Map<string, number>() };
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 40, maxLength: 150, size: 'max' }), async (deeds) => {
        const { world, clock, database, close } = memoryWorld({ bus: { publish: async () => {} } });
        for (const each of deeds) {
          await clock.advance(1000);
          if (await obey(world, each, clock.instant())) seen.obeyed += 1;
          if (each.fold) await foldFeed(world);
        }
        await foldFeed(world);
        seen.heads += await headsAreFolds(world);
        const rows = viewRows(database);
        for (const { view } of rows) seen.rows.set(view, (seen.rows.get(view) ?? 0) + 1);
        await rebuildViews(world);
        expect(viewRows(database)).toStrictEqual(rows);
        close();
      }),
      { numRuns: 30 },
    );
    expect(seen.obeyed).toBeGreaterThan(500);
    expect(seen.heads).toBeGreaterThan(200);
    // Open deployments among them: some were still open, some were over.
    expect([...seen.rows.keys()].toSorted()).toStrictEqual([
      'audit',
      'deployments',
      'drift',
      'nodes',
      'open-deployments',
    ]);
    expect([...seen.rows].filter(([, rows]) => rows < 10)).toStrictEqual([]);
  }, 60_000);
});
