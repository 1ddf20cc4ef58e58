import { expect, it } from 'vitest';
import { listVersions } from '../../../usecases/config/get-version.ts';
import { listRevisions } from '../../../usecases/snapshot/get-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { config, good, snapshot, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const NAME = 'fees.staging';
/** More than nine, so that names in the order of their letters would be in the wrong order. */
const PUBLISHED = Array.from({ length: 11 }, (_, patch) => `1.0.${patch}`);
const NEWEST_FIRST = PUBLISHED.toReversed();

async function published() {
  const { world } = memoryWorld();
  good(await config(world, NAME));
  for (const name of PUBLISHED) good(await version(world, NAME, name, { name }));
  return world;
}

/** Every page until there is no next one. */
async function pages<T>(
  read: (cursor: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
): Promise<T[][]> {
  const found: T[][] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await read(cursor);
    found.push([...items]);
    if (next === undefined) return found;
    cursor = next;
  }
}

it.each([
  { limit: 1, sizes: Array.from({ length: 11 }, () => 1) },
  { limit: 4, sizes: [4, 4, 3] },
  { limit: 10, sizes: [10, 1] },
  { limit: 11, sizes: [11] },
  { limit: 12, sizes: [11] },
])('versions come newest first over all pages of $limit', async ({ limit, sizes }) => {
  const world = await published();
  const read = await pages(async (cursor) =>
    good(await listVersions(world, { params: { name: NAME }, query: { cursor, limit }, body: undefined })),
  );
  expect(read.map((page) => page.length)).toStrictEqual(sizes);
  expect(read.flat().map((item) => item.version)).toStrictEqual(NEWEST_FIRST);
});

it('a version published below the highest one is the newest all the same', async () => {
  const world = await published();
  good(await version(world, NAME, '0.9.0', { old: true }));
  const { items } = good(await listVersions(world, { params: { name: NAME }, query: { limit: 2 }, body: undefined }));
  expect(items.map((item) => item.version)).toStrictEqual(['0.9.0', '1.0.10']);
});

it('a config without versions has an empty history, one that is not there none', async () => {
  const { world } = memoryWorld();
  good(await config(world, NAME));
  const read = (name: string) => listVersions(world, { params: { name }, query: { limit: 1 }, body: undefined });
  expect(good(await read(NAME))).toStrictEqual({ items: [] });
  expect(await read('rates.staging')).toMatchObject({ code: 'config_unknown' });
});

it.each([
  { limit: 4, sizes: [4, 4, 3] },
  { limit: 11, sizes: [11] },
])('revisions of a snapshot come newest first over all pages of $limit', async ({ limit, sizes }) => {
  const world = await published();
  for (const name of PUBLISHED) await snapshot(world, 'spring', { [NAME]: name });
  const read = await pages(async (cursor) =>
    good(
      await listRevisions(
        world,
        { params: { name: 'spring' }, query: { cursor, limit }, body: undefined },
        callAs('Viewer'),
      ),
    ),
  );
  expect(read.map((page) => page.length)).toStrictEqual(sizes);
  expect(read.flat().map(({ revision }) => revision)).toStrictEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});
