import { expect, it } from 'vitest';
import { PROVABLE_BYTES } from '../../core/snapshot/provable.ts';
import type { SnapshotSummary } from '../../schemas/snapshot.ts';
import { DIRECT, over } from '../support/journey.ts';
import { playedOn } from '../support/played-on.ts';

/** Names as long as names may be: the fewest configs that fill a receipt, and so the most digits beside them. */
const LONGEST = 75;
const COUNT = Math.floor(PROVABLE_BYTES / (LONGEST + 72));
const SUFFIX = '.development';
const nameOf = (index: number) => `c${String(index).padStart(LONGEST - 1 - SUFFIX.length, '0')}${SUFFIX}`;

const journey = playedOn();

it('a release as large as one receipt can prove is proven; one config more is refused before anything is signed', async () => {
  const names = Array.from({ length: COUNT + 1 }, (_, index) => nameOf(index));
  for (let first = 0; first < names.length; first += 16)
    await Promise.all(
      names.slice(first, first + 16).map(async (name) => {
        await journey.dora('POST', '/configs', { name });
        await journey.dora('POST', `/configs/${name}/versions`, { version: '1.0.0', content: { of: name } });
      }),
    );
  const [cluster = ''] = names;
  const bundle = (name: string, held: readonly string[]) =>
    journey.dora<SnapshotSummary & { code?: string }>('POST', '/snapshots', {
      name,
      configs: Object.fromEntries(held.map((config) => [config, '1.0.0'])),
      clusters: [cluster],
      summary: 'as large as it may be',
    });
  await expect(bundle('too-large', names)).rejects.toThrow('too_large');
  const { revision } = await bundle('largest', names.slice(0, COUNT));
  await journey.dora('POST', '/snapshots/largest/validate', { revision });
  await journey.otto('POST', '/snapshots/largest/approve', { revision });
  const fleet = await journey.enrol(cluster, 1);
  const id = await journey.deploy('largest', DIRECT, { cluster });
  expect((await journey.reaches(id, over)).status).toBe('completed');
  const [node] = fleet.nodes;
  expect((await node?.state())?.receipts).toMatchObject({ counter: 1, queue: [] });
  const { events } = await journey.otto<{ events: { type: string; traceId: string }[] }>(
    'GET',
    `/nodes/${await node?.id()}/timeline`,
  );
  const [stored] = events.filter(({ type }) => type === 'ReceiptStored');
  const started = await journey.otto<{ items: { traceId: string }[] }>('GET', `/deployments/${id}/events`);
  expect(stored?.traceId).toBe(started.items[0]?.traceId);
});
