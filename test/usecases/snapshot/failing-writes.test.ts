import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../core/decision.ts';
import { CreateSnapshotRequest } from '../../../schemas/snapshot.ts';
import type { Call } from '../../../usecases/call.ts';
import type { World } from '../../../usecases/ports.ts';
import { approveSnapshot } from '../../../usecases/snapshot/approve-snapshot.ts';
import { breakGlass } from '../../../usecases/snapshot/break-glass.ts';
import { createSnapshot } from '../../../usecases/snapshot/create-snapshot.ts';
import { implicitSnapshot } from '../../../usecases/snapshot/implicit-snapshot.ts';
import { rejectSnapshot } from '../../../usecases/snapshot/reject-snapshot.ts';
import { validateSnapshot } from '../../../usecases/snapshot/validate-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { config, good, snapshot, version } from '../../support/content.ts';
import { memoryWorld } from '../../support/world.ts';

const A = 'a.staging';
const params = { name: 'spring' };
const NEXT = CreateSnapshotRequest.parse({ name: 'spring', configs: { [A]: '1.1.0' }, summary: 'a change' });
const WHY = 'card payments fail since 09:12';

interface Verb {
  readonly verb: string;
  readonly run: (world: World, call: Call) => Promise<Outcome<unknown>>;
  /** Events by stream of one run, however often it was tried. */
  readonly events: { readonly [stream: string]: readonly string[] };
}

const VERBS: readonly Verb[] = [
  {
    verb: 'creating',
    run: (world, call) => createSnapshot(world, { params: {}, query: {}, body: NEXT }, call),
    events: { 'snapshot/spring': ['SnapshotRevised'], 'snapshot-revision/spring@2': ['SnapshotCreated'] },
  },
  {
    verb: 'approving',
    run: (world, call) => approveSnapshot(world, { params, query: {}, body: { revision: 1 } }, call),
    events: { 'snapshot-revision/spring@1': ['SnapshotApproved'] },
  },
  {
    verb: 'rejecting',
    run: (world, call) => rejectSnapshot(world, { params, query: {}, body: { revision: 1, note: 'not now' } }, call),
    events: { 'snapshot-revision/spring@1': ['SnapshotRejected'] },
  },
  {
    verb: 'breaking the glass',
    run: (world, call) => breakGlass(world, { params, query: {}, body: { revision: 1, justification: WHY } }, call),
    events: { 'snapshot-revision/spring@1': ['GlassBroken'] },
  },
  {
    verb: 'the snapshot behind a version',
    run: (world, call) => implicitSnapshot(world, { cluster: 'eu', config: A, version: '1.1.0' }, call),
    events: {
      'snapshot/implicit.eu': ['SnapshotRevised'],
      'snapshot-revision/implicit.eu@1': ['SnapshotCreated', 'SnapshotValidated'],
    },
  },
];

async function prepared() {
  const memory = memoryWorld();
  good(await config(memory.world, A));
  for (const name of ['1.0.0', '1.1.0']) good(await version(memory.world, A, name, { name }));
  await snapshot(memory.world, 'spring', { [A]: '1.0.0' }, { risk: 'High' });
  const seen = await eventsOf(memory.world);
  /** What was appended since. */
  const gained = async () =>
    Object.fromEntries(
      Object.entries(await eventsOf(memory.world)).flatMap(([stream, types]) => {
        const more = types.slice(seen[stream]?.length ?? 0);
        return more.length > 0 ? [[stream, more]] : [];
      }),
    );
  return { ...memory, gained };
}

async function eventsOf({ streams }: World): Promise<Record<string, string[]>> {
  const { changes } = await streams.changes('', 1000);
  const entries = changes.map(async ({ stream }): Promise<[string, string[]]> => {
    const events = await streams.events(stream, { after: 0, limit: 100 });
    return [stream.replace('local/', ''), events.map(({ type }) => type)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

const grace = () => callAs('Operator', { subject: 'grace', key: 'once', body: 'the same' });
const puts = VERBS.filter(({ events }) => Object.values(events).flat().includes('SnapshotCreated'));
const FAILURES = [{ stored: false }, { stored: true }];

describe.each([
  ...VERBS.map((verb) => ({ ...verb, port: 'streams', method: 'append' }) as const),
  ...puts.map((verb) => ({ ...verb, port: 'blobs', method: 'put' }) as const),
])('$verb, when $port.$method fails', ({ run, events, port, method }) => {
  it.each(FAILURES)('does it once when asked again (stored: $stored)', async ({ stored }) => {
    const { world, failOnce, gained } = await prepared();
    if (port === 'streams') failOnce('streams', 'append', { stored });
    else failOnce('blobs', 'put', { stored });
    await expect(run(world, grace())).rejects.toThrow(`${port}.${method} failed`);
    expect(await gained()).toStrictEqual(port === 'streams' && stored ? events : {});
    const answer = good(await run(world, grace()));
    expect(good(await run(world, grace()))).toStrictEqual(answer);
    expect(await gained()).toStrictEqual(events);
  });
});

it.each(FAILURES)('validating, when the append fails (stored: $stored)', async ({ stored }) => {
  const { world, failOnce, gained } = await prepared();
  const { revision } = good(await createSnapshot(world, { params: {}, query: {}, body: NEXT }, callAs('Developer')));
  const validate = () => validateSnapshot(world, { params, query: {}, body: { revision } }, grace());
  failOnce('streams', 'append', { stored });
  await expect(validate()).rejects.toThrow('streams.append failed');
  expect(good(await validate()).stage).toBe('validated');
  good(await validate());
  expect(await gained()).toStrictEqual({
    'snapshot/spring': ['SnapshotRevised'],
    'snapshot-revision/spring@2': ['SnapshotCreated', 'SnapshotValidated'],
  });
});
