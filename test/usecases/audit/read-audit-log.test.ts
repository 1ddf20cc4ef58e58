import { beforeEach, expect, it } from 'vitest';
import { logVerifier } from '../../../core/audit/verify-log.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { readAuditLog } from '../../../usecases/audit/read-audit-log.ts';
import type { Call } from '../../../usecases/call.ts';
import { rebuildViews } from '../../../usecases/project/rebuild-views.ts';
import { callAs } from '../../support/call.ts';
import { config, good } from '../../support/content.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const HIDDEN = 'fees.development';
let memory: MemoryWorld;
beforeEach(async () => {
  memory = memoryWorld();
  good(await config(memory.world, HIDDEN));
  good(await config(memory.world, 'tills.development'));
  good(await setAccess(memory.world, { config: HIDDEN }, { entries: [] }, callAs('Admin')));
  await rebuildViews(memory.world);
});

const read = async (call: Call, from = 0, limit = 256) =>
  good(await readAuditLog(memory.world, { params: {}, query: { from, limit }, body: {} }, call));

it('withholds payloads by access list, never hashes: everybody can verify the whole log', async () => {
  const { size, leaves } = await read(callAs('Viewer', { subject: 'eve' }));
  expect(size).toBe(3);
  expect(leaves.map(({ event }) => [event?.withheld ?? false, event?.payload === null])).toStrictEqual([
    [true, true],
    [false, false],
    [true, true], // the access list itself tells about the config
  ]);
  const verifier = logVerifier(memory.world.controlPlane, []);
  for (const leaf of leaves) verifier.add(leaf);
  expect(verifier.findings()).toStrictEqual([]);
  expect(verifier.counts).toMatchObject({ events: 3, withheld: 2, erased: 0 });
});

it('withholds nothing from an Admin', async () => {
  const { leaves } = await read(callAs('Admin'));
  expect(leaves.every(({ event }) => event?.payload !== null)).toBe(true);
});

it('reads a stretch, counts from its first index, and is empty at the end', async () => {
  const { leaves } = await read(callAs('Admin'), 1, 1);
  expect(leaves.map(({ index }) => index)).toStrictEqual([1]);
  expect((await read(callAs('Admin'), 3)).leaves).toStrictEqual([]);
});

it('says so when the stream does not hold what the log took in', async () => {
  memory.database.sql.exec("DELETE FROM events WHERE stream = 'local/config/tills.development'");
  const { leaves } = await read(callAs('Admin'));
  expect(leaves[1]).toMatchObject({ stream: 'local/config/tills.development', revision: 1, event: null });
});
