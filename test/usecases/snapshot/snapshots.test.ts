import { describe, expect, it } from 'vitest';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import { CreateSnapshotRequest } from '../../../schemas/snapshot.ts';
import { ClusterName, SnapshotName } from '../../../schemas/words.ts';
import { setAccess } from '../../../usecases/access/set-access.ts';
import { reviewVersion, revokeVersion } from '../../../usecases/config/change-version.ts';
import type { World } from '../../../usecases/ports.ts';
import { approveSnapshot } from '../../../usecases/snapshot/approve-snapshot.ts';
import { breakGlass } from '../../../usecases/snapshot/break-glass.ts';
import { createSnapshot } from '../../../usecases/snapshot/create-snapshot.ts';
import { getSnapshot, listRevisions, listSnapshots } from '../../../usecases/snapshot/get-snapshot.ts';
import { implicitName, implicitSnapshot } from '../../../usecases/snapshot/implicit-snapshot.ts';
import { rejectSnapshot } from '../../../usecases/snapshot/reject-snapshot.ts';
import { releasableSnapshot } from '../../../usecases/snapshot/releasable.ts';
import { validateSnapshot } from '../../../usecases/snapshot/validate-snapshot.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { config, good, snapshot, version } from '../../support/content.ts';
import { START } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';

const A = 'a.staging';
const B = 'b.staging';
const CLUSTER_NAME = 'eu.staging';
const code = (outcome: { ok: true } | { ok: false; code: string }) => (outcome.ok ? 'done' : outcome.code);
const clusters = { clusters: [CLUSTER_NAME] };
const releasable = (world: World, name: string, more = {}) =>
  releasableSnapshot(world, { name, cluster: CLUSTER_NAME, at: START, ...more });

/** Two configs with versions 1.0.0 (by ada) and 1.1.0 (by bob). */
async function twoConfigs(more: object = {}) {
  const memory = memoryWorld();
  for (const name of [A, B]) {
    good(await config(memory.world, name, more));
    good(await version(memory.world, name, '1.0.0', { of: name }));
    good(await version(memory.world, name, '1.1.0', { of: name, next: true }, {}, { subject: 'bob' }));
  }
  return memory;
}

/** Makes a snapshot Active on the cluster, as a deployment that completed would. */
async function activate(world: World, name: string, floor: 'Low' | 'High' = 'Low') {
  const { ref, contentDigest } = good(await releasable(world, name));
  const deploymentId = world.ids.uuid();
  const release = {
    epoch: 1,
    generation: 1,
    digest: ref.digest,
    envelopeSha256: null,
    snapshot: ref,
    contentDigest,
    deploymentId,
  };
  const events: ClusterEvent[] = [
    { type: 'ClusterCreated', at: START, name: CLUSTER_NAME, riskFloor: floor, directiveLifetimeSeconds: 60, epoch: 1 },
    { type: 'ReleaseDrafted', at: START, release },
    { type: 'ReleaseCompleted', at: START, deploymentId },
  ];
  await transact(world, callAs('Operator'), async (tx) => {
    await tx.load(CLUSTER, CLUSTER_NAME);
    tx.append(CLUSTER, CLUSTER_NAME, events);
    return done(null);
  });
}

describe('a snapshot', () => {
  it('makes the next revision under the same name, and every revision stays as it was', async () => {
    const { world } = await twoConfigs();
    const first = await snapshot(world, 'spring', { [A]: '1.0.0' }, clusters);
    const second = await snapshot(world, 'spring', { [A]: '1.1.0', [B]: '1.0.0' }, clusters);
    expect([first.revision, second.revision]).toStrictEqual([1, 2]);
    const read = async (revision?: number) =>
      good(
        await getSnapshot(
          world,
          { params: { name: 'spring' }, query: { revision }, body: undefined },
          callAs('Viewer'),
        ),
      );
    expect((await read(1)).configs).toMatchObject({ [A]: { version: '1.0.0' } });
    expect(Object.keys((await read()).configs)).toStrictEqual([A, B]);
    expect((await read(1)).digest).toBe(first.digest);
    const revisions = good(
      await listRevisions(
        world,
        { params: { name: 'spring' }, query: { limit: 10 }, body: undefined },
        callAs('Viewer'),
      ),
    );
    expect(revisions.items.map(({ revision }) => revision)).toStrictEqual([2, 1]);
  });

  it.each([
    { body: { configs: {} }, answer: 'snapshot_empty' },
    { body: { configs: { [A]: '9.0.0' } }, answer: 'version_unknown' },
    { body: { configs: { [A]: '1.0.0-ffff' } }, answer: 'version_unknown' },
    { body: { configs: { [A]: '1.0.0', [B]: '1.0.0' } }, answer: 'invalid_request' },
    { body: { configs: { [A]: '1.0.0', [B]: '1.0.0' }, ...clusters }, answer: 'done' },
    { body: { configs: { [A]: '1.0.0' } }, answer: 'done' },
  ])('$body: $answer', async ({ body, answer }) => {
    const { world } = await twoConfigs();
    const request = CreateSnapshotRequest.parse({ name: 'spring', summary: 'a change', ...body });
    expect(code(await createSnapshot(world, { params: {}, query: {}, body: request }, callAs('Developer')))).toBe(
      answer,
    );
  });

  it('is built on the revision that was read', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' });
    const create = (ifMatch: number) =>
      createSnapshot(
        world,
        {
          params: {},
          query: {},
          body: CreateSnapshotRequest.parse({ name: 'spring', summary: 'x', configs: { [A]: '1.1.0' } }),
        },
        callAs('Developer', { ifMatch }),
      );
    expect(code(await create(2))).toBe('precondition_failed');
    expect(good(await create(1)).revision).toBe(2);
  });

  it('shows what it adds, removes and modifies on each cluster, and where it stands there', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.0.0' }, clusters);
    await activate(world, 'first');
    await snapshot(world, 'second', { [B]: '1.0.0' }, clusters);
    const show = async (name: string) =>
      good(await getSnapshot(world, { params: { name }, query: {}, body: undefined }, callAs('Viewer')));
    expect(await show('second')).toMatchObject({
      stage: 'validated',
      risk: {
        stated: 'Low',
        effective: 'High',
        reasons: [
          { rule: 'config_removed', risk: 'High', because: `${A} from ${CLUSTER_NAME}` },
          { rule: 'stated', risk: 'Low' },
        ],
      },
      approvalRequired: true,
      delta: [
        {
          cluster: CLUSTER_NAME,
          added: [{ config: B, version: '1.0.0' }],
          removed: [{ config: A, version: '1.0.0' }],
          modified: [],
          unchanged: 0,
        },
      ],
    });
    expect(await show('first')).toMatchObject({ stage: 'production', delta: [{ status: 'Active', unchanged: 1 }] });
  });

  it('is not there for those who may not read one of its configs', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' });
    good(await setAccess(world, { config: A }, { entries: [{ subject: 'eve', rights: ['read'] }] }, callAs('Admin')));
    const as = (subject: string) => callAs('Viewer', { subject });
    const input = { params: { name: 'spring' }, query: {}, body: undefined };
    expect(code(await getSnapshot(world, input, as('mallory')))).toBe('snapshot_unknown');
    expect(code(await getSnapshot(world, input, as('eve')))).toBe('done');
    const list = async (subject: string) =>
      good(await listSnapshots(world, { params: {}, query: { limit: 10 }, body: undefined }, as(subject))).items.length;
    expect([await list('mallory'), await list('eve')]).toStrictEqual([0, 1]);
  });
});

describe('validating', () => {
  const validate = (world: World, revision = 1) =>
    validateSnapshot(world, { params: { name: 'spring' }, query: {}, body: { revision } }, callAs('Developer'));
  const create = async (world: World) =>
    good(
      await createSnapshot(
        world,
        {
          params: {},
          query: {},
          body: CreateSnapshotRequest.parse({ name: 'spring', summary: 'x', configs: { [A]: '1.0.0' } }),
        },
        callAs('Developer'),
      ),
    );
  const params = { name: A, version: '1.0.0' };

  it('waits for the verdicts of every version', async () => {
    const { world } = await twoConfigs({ requiredVerdicts: ['review'] });
    await create(world);
    expect(await validate(world)).toMatchObject({
      code: 'version_not_validated',
      details: { config: A, version: '1.0.0' },
    });
    const review = (verdict: 'passed' | 'failed') =>
      reviewVersion(
        world,
        { params, query: {}, body: { verdict, note: 'read' } },
        callAs('Operator', { subject: 'grace' }),
      );
    good(await review('failed'));
    expect(code(await validate(world))).toBe('version_invalid');
    good(await review('passed'));
    expect(good(await validate(world)).stage).toBe('validated');
    expect(code(await validate(world, 2))).toBe('snapshot_unknown');
  });

  it('refuses what is revoked, and so does every later release', async () => {
    const { world } = await twoConfigs();
    await create(world);
    good(await validate(world));
    const asked = { name: 'spring', cluster: A, at: START };
    expect(code(await releasableSnapshot(world, asked))).toBe('done');
    good(await revokeVersion(world, { params, query: {}, body: { justification: 'wrong rates' } }, callAs('Operator')));
    expect(await releasableSnapshot(world, asked)).toMatchObject({
      code: 'version_revoked',
      details: { config: A, version: '1.0.0' },
    });
    expect(code(await validate(world))).toBe('version_revoked');
  });
});

describe('approval', () => {
  const approve = (world: World, name: string, subject: string, digest?: string) =>
    approveSnapshot(
      world,
      { params: { name }, query: {}, body: { revision: 1, digest } },
      callAs('Operator', { subject }),
    );

  it.each([
    { by: 'ada', why: 'wrote the snapshot', answer: 'approval_by_author' },
    { by: 'bob', why: 'wrote a version that is new to the cluster', answer: 'approval_by_author' },
    { by: 'grace', why: 'wrote nothing', answer: 'done' },
  ])('by $by, who $why: $answer', async ({ by, answer }) => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.1.0' }, { ...clusters, risk: 'Critical' });
    expect(code(await releasable(world, 'spring'))).toBe('approval_required');
    expect(code(await approve(world, 'spring', by))).toBe(answer);
    expect(code(await releasable(world, 'spring'))).toBe(answer === 'done' ? 'done' : 'approval_required');
  });

  it('by the author of a version that runs there already is good', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.1.0' }, clusters);
    await activate(world, 'first');
    await snapshot(world, 'second', { [A]: '1.1.0', [B]: '1.0.0' }, { ...clusters, risk: 'High' });
    expect(code(await approve(world, 'second', 'bob'))).toBe('done');
  });

  it('is for one digest: the next revision needs its own', async () => {
    const { world } = await twoConfigs();
    const { digest } = await snapshot(world, 'spring', { [A]: '1.0.0' }, { ...clusters, risk: 'High' });
    good(await approve(world, 'spring', 'grace', digest));
    const second = await snapshot(
      world,
      'spring',
      { [A]: '1.0.0' },
      { ...clusters, risk: 'High', summary: 'another summary' },
    );
    expect(second.digest).not.toBe(digest);
    expect(code(await releasable(world, 'spring'))).toBe('approval_required');
    expect(code(await releasable(world, 'spring', { revision: 1 }))).toBe('done');
    expect(code(await approve(world, 'spring', 'olga', second.digest))).toBe('approval_stale');
  });

  it('is needed when the risk has risen since the snapshot was written', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'calm', { [A]: '1.0.0' }, clusters);
    expect(code(await releasable(world, 'calm'))).toBe('done');
    await snapshot(world, 'both', { [A]: '1.1.0', [B]: '1.0.0' }, clusters);
    await activate(world, 'both', 'Low');
    // Released now, `calm` would take B away.
    expect(await releasable(world, 'calm')).toMatchObject({ code: 'approval_required', details: { risk: 'High' } });
  });

  it('is not needed to go back to what was Active, even after a rejection and outside its window', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.0.0' }, { ...clusters, effectiveTo: '2026-11-23T00:00:00.000Z' });
    await activate(world, 'first', 'High');
    good(
      await rejectSnapshot(
        world,
        { params: { name: 'first' }, query: {}, body: { revision: 1, note: 'no more' } },
        callAs('Operator'),
      ),
    );
    expect(code(await releasable(world, 'first', { at: '2027-01-01T00:00:00.000Z' }))).toBe('done');
  });

  it('gives way to broken glass, which is on record', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' }, { ...clusters, risk: 'Critical' });
    const body = { revision: 1, justification: 'card payments fail since 09:12' };
    expect(
      good(await breakGlass(world, { params: { name: 'spring' }, query: {}, body }, callAs('Admin'))).breakGlass,
    ).toStrictEqual({
      by: 'ada',
      at: START,
      justification: body.justification,
    });
    expect(good(await releasable(world, 'spring'))).toMatchObject({ approvals: [], justification: body.justification });
  });
});

describe('releasing', () => {
  it.each([
    { at: '2026-11-22T09:59:59.999Z', answer: 'outside_window' },
    { at: '2026-11-22T10:00:00.000Z', answer: 'done' },
    { at: '2026-11-22T10:59:59.999Z', answer: 'done' },
    { at: '2026-11-22T11:00:00.000Z', answer: 'outside_window' },
  ])('at $at of a window from ten to eleven: $answer', async ({ at, answer }) => {
    const { world } = await twoConfigs();
    const window = { effectiveFrom: '2026-11-22T10:00:00.000Z', effectiveTo: '2026-11-22T11:00:00.000Z' };
    await snapshot(world, 'spring', { [A]: '1.0.0' }, { ...clusters, ...window });
    expect(code(await releasable(world, 'spring', { at }))).toBe(answer);
  });

  it('needs a target cluster, a revision that is there, and a validated one', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' }, clusters);
    expect(code(await releasable(world, 'spring', { cluster: 'us.staging' }))).toBe('cluster_not_targeted');
    expect(code(await releasable(world, 'spring', { revision: 2 }))).toBe('snapshot_unknown');
    expect(code(await releasable(world, 'autumn'))).toBe('snapshot_unknown');
    const body = CreateSnapshotRequest.parse({ name: 'winter', summary: 'x', configs: { [A]: '1.0.0' }, ...clusters });
    good(await createSnapshot(world, { params: {}, query: {}, body }, callAs('Developer')));
    expect(code(await releasable(world, 'winter'))).toBe('snapshot_not_validated');
  });
});

describe('a version instead of a snapshot', () => {
  it('replaces one entry of what runs there, and asks for the same revision again', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'first', { [A]: '1.0.0', [B]: '1.0.0' }, clusters);
    await activate(world, 'first');
    const { ref: active } = good(await releasable(world, 'first'));
    const ask = () =>
      implicitSnapshot(world, { cluster: CLUSTER_NAME, config: A, version: '1.1.0' }, callAs('Operator'));
    const made = good(await ask());
    expect(made).toStrictEqual({ name: `implicit.${CLUSTER_NAME}`, revision: 1, basedOn: active.digest });
    expect(good(await releasable(world, made.name)).document).toMatchObject({
      configs: { [A]: { version: '1.1.0' }, [B]: { version: '1.0.0' } },
      clusters: [CLUSTER_NAME],
    });
    expect(good(await ask())).toStrictEqual(made);
  });

  it('is there to be approved when it must be', async () => {
    const { world } = await twoConfigs({ riskFloor: 'High' });
    const { name, revision } = good(
      await implicitSnapshot(
        world,
        { cluster: CLUSTER_NAME, config: A, version: '1.1.0' },
        callAs('Operator', { subject: 'olga' }),
      ),
    );
    expect(code(await releasable(world, name))).toBe('approval_required');
    good(
      await approveSnapshot(
        world,
        { params: { name }, query: {}, body: { revision } },
        callAs('Operator', { subject: 'grace' }),
      ),
    );
    expect(code(await releasable(world, name))).toBe('done');
  });

  it.each([
    CLUSTER_NAME,
    'a'.repeat(55),
    'a'.repeat(56),
    `${'a'.repeat(37)}.${'b'.repeat(58)}`,
    'a-'.repeat(47).concat('a'),
  ])('has a name that fits: %s', (cluster) => {
    expect(ClusterName.safeParse(cluster).success).toBe(true);
    expect(SnapshotName.safeParse(implicitName(cluster)).success).toBe(true);
  });

  it('has a name nobody else can take', () => {
    const named = (name: string) =>
      CreateSnapshotRequest.safeParse({ name, summary: 'x', configs: { [A]: '1.0.0' } }).success;
    expect([named('implicit.eu'), named('implicitly')]).toStrictEqual([false, true]);
  });
});
