import { describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { StreamId } from '../../../schemas/event.ts';
import type { Json } from '../../../schemas/words.ts';
import { clusterWords } from '../../../usecases/node/cluster-words.ts';
import type { Head, World } from '../../../usecases/ports.ts';
import { EMBEDDED_SETTINGS } from '../../../usecases/settings.ts';

const SHOWS_NOTHING = { directive: { epoch: 0, sequence: 0 }, running: null, rootVersion: 0 };
const CACHE_MS = 1000;

/** A cluster's head in the table, and what an eventually consistent read still shows of it. */
function table() {
  const headAt = (revision: number, generation: number, hash = `hash-${revision}`): Head => ({
    stream: 'local/cluster/c' as StreamId,
    revision,
    hash,
    state: { ...CLUSTER.initial, generation } as unknown as Json,
    at: '2026-11-22T00:00:00.000Z',
  });
  const seen = { truth: headAt(1, 1), behind: headAt(1, 1), consistent: 0 };
  const streams = {
    load: async (stream: StreamId) => {
      if (!stream.includes('/cluster/')) return undefined;
      seen.consistent++;
      return seen.truth;
    },
    loadEventually: async (stream: StreamId) => (stream.includes('/cluster/') ? seen.behind : undefined),
  };
  const settings = { ...EMBEDDED_SETTINGS, clusterCacheSeconds: CACHE_MS / 1000 };
  const wordsOf = clusterWords({ streams, authority: 'local', settings } as unknown as World);
  const stored = (truth: Head, behind = truth) => Object.assign(seen, { truth, behind });
  return {
    headAt,
    stored,
    seen,
    generationAt: async (ms: number) => (await wordsOf('c', SHOWS_NOTHING, ms)).generation,
  };
}

describe('what a cluster is told, kept between check-ins', () => {
  it('is what was read until the time is over, and then what is there', async () => {
    const { headAt, stored, generationAt, seen } = table();
    expect(await generationAt(0)).toBe(1);
    stored(headAt(2, 2));
    expect(await generationAt(CACHE_MS - 1)).toBe(1);
    expect(await generationAt(CACHE_MS)).toBe(2);
    expect(seen.consistent).toBe(0);
  });

  it('does not go back because a read was behind', async () => {
    const { headAt, stored, generationAt, seen } = table();
    stored(headAt(2, 2));
    expect(await generationAt(0)).toBe(2);
    stored(headAt(2, 2), headAt(1, 1));
    expect(await generationAt(CACHE_MS)).toBe(2);
    expect(seen.consistent).toBe(1);
  });

  it('goes back with a store that was set back, also where the old revision is reached again', async () => {
    const { headAt, stored, generationAt } = table();
    stored(headAt(3, 3));
    expect(await generationAt(0)).toBe(3);
    stored(headAt(2, 2));
    expect(await generationAt(CACHE_MS)).toBe(2);
    stored(headAt(3, 2, 'another third'));
    expect(await generationAt(2 * CACHE_MS)).toBe(2);
    stored(headAt(3, 5, 'yet another third'));
    expect(await generationAt(3 * CACHE_MS)).toBe(5);
  });
});
