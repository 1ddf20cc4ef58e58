import { beforeEach, expect, it } from 'vitest';
import { done } from '../../../core/decision.ts';
import { AuditQuery } from '../../../schemas/audit.ts';
import { StartDeploymentRequest } from '../../../schemas/deployment.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { listAuditEvents } from '../../../usecases/audit/list-audit-events.ts';
import { startDeployment } from '../../../usecases/deployment/start-deployment.ts';
import { rebuildViews } from '../../../usecases/project/rebuild-views.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { config, good, snapshot, version } from '../../support/content.ts';
import { loadTestRoot } from '../../support/trust-root.ts';
import { type MemoryWorld, memoryWorld } from '../../support/world.ts';

const [FEES, TILLS] = ['fees.development', 'tills.development'];
const TIMES = ['2026-11-22T09:30:00.000Z', '2026-11-22T09:31:00.000Z', '2026-11-22T09:32:00.000Z'] as const;

let memory: MemoryWorld;
beforeEach(async () => {
  memory = memoryWorld();
  const { world } = memory;
  good(await config(world, FEES, {}, { subject: 'ada', at: TIMES[0] }));
  good(await version(world, FEES, '1.0.0', { fee: 1 }, {}, { subject: 'ada', at: TIMES[1] }));
  good(await config(world, TILLS, {}, { subject: 'bob', at: TIMES[2] }));
  await rebuildViews(world);
});

const ask = async (query: object, call = callAs('Admin', { subject: 'root' })) => {
  const found = good(
    await listAuditEvents(memory.world, { params: {}, query: AuditQuery.parse(query), body: {} }, call),
  );
  return { found: found.events.map(({ type, actor, at }) => `${at.slice(14, 16)} ${actor} ${type}`), next: found.next };
};
const CREATED = '30 ada ConfigCreated';
const PUBLISHED = ['31 ada VersionAdded', '31 ada VersionPublished', '31 ada StatementDrafted'].toSorted();
const BOB = '32 bob ConfigCreated';

it.each<[string, object, string[]]>([
  ['everything', {}, [CREATED, ...PUBLISHED, BOB]],
  ['from an instant on, that one included', { from: TIMES[1] }, [...PUBLISHED, BOB]],
  ['not from a millisecond later', { from: '2026-11-22T09:31:00.001Z' }, [BOB]],
  ['up to an instant, that one included', { to: TIMES[1] }, [CREATED, ...PUBLISHED]],
  ['not up to a millisecond before', { to: '2026-11-22T09:30:59.999Z' }, [CREATED]],
  ['by actor', { actor: 'bob' }, [BOB]],
  ['by type', { type: 'ConfigCreated' }, [CREATED, BOB]],
  ['by config, its versions too', { config: FEES }, [CREATED, ...PUBLISHED]],
  ['by all given together', { config: FEES, type: 'ConfigCreated', actor: 'bob' }, []],
  ['by trace', { traceId: '0'.repeat(31).concat('1'), actor: 'bob' }, [BOB]],
  ['by an unknown trace', { traceId: 'f'.repeat(32) }, []],
])('answers %s', async (_name, query, expected) => {
  const { found } = await ask(query);
  expect(found.toSorted()).toStrictEqual(expected.toSorted());
});

it('pages in order without leaving out or repeating', async () => {
  const whole = await ask({});
  const pages: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ limit: 2, ...(cursor ? { cursor } : {}) });
    expect(page.found.length).toBeLessThanOrEqual(2);
    pages.push(...page.found);
    cursor = page.next;
  } while (cursor);
  expect(pages).toStrictEqual(whole.found);
});

it('shows nothing about a config the caller may not read', async () => {
  const admin = callAs('Admin', { subject: 'root' });
  good(await setAccess(memory.world, { config: FEES }, { entries: [] }, admin));
  await rebuildViews(memory.world);
  const viewer = callAs('Viewer', { subject: 'eve' });
  expect((await ask({}, viewer)).found).toStrictEqual([BOB]);
  expect((await ask({ config: FEES }, viewer)).found).toStrictEqual([]);
  expect((await ask({ config: FEES })).found).toHaveLength(5);
});

it('shows nothing of a snapshot or deployment that holds a config the caller may not read', async () => {
  await loadTestRoot(memory.world);
  await snapshot(memory.world, 'first', { [FEES]: '1.0.0' }, { clusters: [TILLS] });
  const body = StartDeploymentRequest.parse({ snapshot: 'first', cluster: TILLS, strategy: { strategy: 'Direct' } });
  const { id } = good(await startDeployment(memory.world, { params: {}, query: {}, body }, callAs('Operator')));
  await rebuildViews(memory.world);
  const viewer = callAs('Viewer', { subject: 'eve' });
  expect((await ask({ deployment: id }, viewer)).found.length).toBeGreaterThan(0);
  expect((await ask({ snapshot: 'first' }, viewer)).found).toHaveLength(3);
  good(await setAccess(memory.world, { config: FEES }, { entries: [] }, callAs('Admin', { subject: 'root' })));
  expect((await ask({ deployment: id, type: 'DeploymentStarted' }, viewer)).found).toStrictEqual([]);
  expect((await ask({ snapshot: 'first' }, viewer)).found).toStrictEqual([]);
  expect((await ask({ snapshot: 'first' })).found).toHaveLength(3);
});

it('finds a snapshot by its name, revisions included', async () => {
  await snapshot(memory.world, 'first', { [FEES]: '1.0.0' }, { clusters: [FEES] });
  await rebuildViews(memory.world);
  const { found } = await ask({ snapshot: 'first' });
  expect(found.map((line) => line.split(' ')[2]).toSorted()).toStrictEqual(
    ['SnapshotCreated', 'SnapshotRevised', 'SnapshotValidated'].toSorted(),
  );
});

it('a question about what one may not read has no page to go on from, however much happened there', async () => {
  const { world } = memory;
  const stream = { kind: 'config', schemaVersion: 1, initial: {}, evolve: () => ({}) };
  for (let each = 0; each < 13; each++)
    await transact(world, callAs('System'), async (tx) => {
      await tx.load(stream, 'busy.development');
      const made = Array.from({ length: 80 }, () => ({ type: 'DirectiveDrafted', at: TIMES[2] }));
      return done(tx.append(stream, 'busy.development', made));
    });
  await rebuildViews(world);
  good(await setAccess(world, { config: 'busy.development' }, { entries: [] }, callAs('Admin')));
  const stranger = callAs('Viewer', { subject: 'mallory' });
  expect(await ask({ config: 'busy.development' }, stranger)).toStrictEqual({ found: [], next: undefined });
  expect(await ask({ config: 'absent.development' }, stranger)).toStrictEqual({ found: [], next: undefined });
  const { found, next } = await ask({ config: 'busy.development', limit: 1 });
  expect([found.length, next === undefined]).toStrictEqual([1, false]);
});
