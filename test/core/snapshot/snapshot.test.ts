import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept } from '../../../core/decision.ts';
import { contentDigest } from '../../../core/snapshot/content-digest.ts';
import { decideRevision, type RevisionCommand } from '../../../core/snapshot/decide.ts';
import { deltaOf, newTo } from '../../../core/snapshot/delta.ts';
import type { RevisionProfile } from '../../../core/snapshot/events.ts';
import { type RevisionState, SNAPSHOT_REVISION } from '../../../core/snapshot/evolve.ts';

const AT = '2026-11-22T09:30:00.000Z';
const digest = 'd'.repeat(64);
const entry = (version: string, of = version) => ({
  version,
  digest: of.replaceAll('.', '').padEnd(64, 'a'),
  mediaType: 'application/json',
  sizeBytes: 1,
});

describe('deltaOf', () => {
  it('names every addition, removal and modification', () => {
    const active = { 'a.staging': entry('1.0.0'), 'b.staging': entry('1.0.0'), 'c.staging': entry('1.0.0') };
    const next = { 'b.staging': entry('1.1.0'), 'c.staging': entry('1.0.0'), 'd.staging': entry('2.0.0') };
    const delta = deltaOf('staging', next, active);
    expect(delta).toStrictEqual({
      cluster: 'staging',
      added: [{ config: 'd.staging', version: '2.0.0', digest: entry('2.0.0').digest }],
      removed: [{ config: 'a.staging', version: '1.0.0', digest: entry('1.0.0').digest }],
      modified: [{ config: 'b.staging', before: '1.0.0', after: '1.1.0', digest: entry('1.1.0').digest }],
      unchanged: 1,
    });
    expect(newTo(delta)).toStrictEqual([
      { config: 'd.staging', version: '2.0.0' },
      { config: 'b.staging', version: '1.1.0' },
    ]);
  });

  it('counts the same bytes under another version as modified', () =>
    expect(deltaOf('x', { a: entry('1.0.1', '1.0.0') }, { a: entry('1.0.0') }).modified).toHaveLength(1));

  it('does not take a name of every object for a config', () =>
    expect(deltaOf('x', { constructor: entry('1.0.0') }, {}).added).toHaveLength(1));
});

describe('contentDigest', () => {
  const maps = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.stringMatching(/^[0-9a-f]{64}$/), {
    minKeys: 1,
    maxKeys: 6,
  });
  const named = (map: Record<string, string>, version = '1.0.0') =>
    Object.fromEntries(Object.entries(map).map(([name, sha]) => [name, { ...entry(version), digest: sha }]));

  it('is that of names and digests alone, in any order', () =>
    fc.assert(
      fc.property(maps, (map) => {
        const turned = Object.fromEntries(Object.entries(map).toReversed());
        expect(contentDigest(named(turned, '9.9.9'))).toBe(contentDigest(named(map)));
      }),
    ));

  it('differs when one digest differs', () =>
    fc.assert(
      fc.property(maps, (map) => {
        const [name = ''] = Object.keys(map);
        expect(contentDigest(named({ ...map, [name]: 'f'.repeat(63).concat('g') }))).not.toBe(
          contentDigest(named(map)),
        );
      }),
    ));
});

const created: RevisionState = SNAPSHOT_REVISION.evolve(SNAPSHOT_REVISION.initial, {
  type: 'SnapshotCreated',
  at: AT,
  ...({ name: 's', revision: 1, digest, author: 'ada' } as RevisionProfile),
});
const apply = (state: RevisionState, ...commands: readonly RevisionCommand[]) =>
  commands.reduce((before, command) => {
    const decision = decideRevision(command, before);
    if (!decision.ok) throw new Error(decision.code);
    return decision.events.reduce(SNAPSHOT_REVISION.evolve, before);
  }, state);
const validate: RevisionCommand = { type: 'ValidateSnapshot', at: AT, by: 'ada' };
const approve = (by = 'grace', named?: string): RevisionCommand => ({
  type: 'ApproveSnapshot',
  at: AT,
  by,
  digest: named,
  authors: new Set(['ada', 'bob']),
  note: null,
});
const rejectIt: RevisionCommand = { type: 'RejectSnapshot', at: AT, by: 'olga', note: 'too early' };
const breakGlass: RevisionCommand = { type: 'BreakGlass', at: AT, by: 'root', justification: 'payments are down' };
const validated = apply(created, validate);

describe('a revision', () => {
  it.each([
    { name: 'approves what is validated', state: validated, command: approve(), code: 'SnapshotApproved' },
    {
      name: 'approves the digest that was read',
      state: validated,
      command: approve('grace', digest),
      code: 'SnapshotApproved',
    },
    {
      name: 'approves no other digest',
      state: validated,
      command: approve('grace', 'e'.repeat(64)),
      code: 'approval_stale',
    },
    {
      name: 'is not approved before it is validated',
      state: created,
      command: approve(),
      code: 'snapshot_not_validated',
    },
    { name: 'is not approved by its author', state: validated, command: approve('ada'), code: 'approval_by_author' },
    {
      name: 'is not approved by the author of a version',
      state: validated,
      command: approve('bob'),
      code: 'approval_by_author',
    },
    {
      name: 'is not approved after a rejection',
      state: apply(validated, rejectIt),
      command: approve(),
      code: 'snapshot_rejected',
    },
    { name: 'is approved by one person once', state: apply(validated, approve()), command: approve(), code: 'nothing' },
    { name: 'is validated once', state: validated, command: validate, code: 'nothing' },
    { name: 'is rejected before it is validated', state: created, command: rejectIt, code: 'SnapshotRejected' },
    {
      name: 'breaks glass only for what is validated',
      state: created,
      command: breakGlass,
      code: 'snapshot_not_validated',
    },
    {
      name: 'breaks glass for what was rejected',
      state: apply(validated, rejectIt),
      command: breakGlass,
      code: 'GlassBroken',
    },
    { name: 'must be there', state: SNAPSHOT_REVISION.initial, command: validate, code: 'snapshot_unknown' },
  ])('$name', ({ state, command, code }) => {
    const decision = decideRevision(command, state);
    expect(decision.ok ? (decision.events[0]?.type ?? 'nothing') : decision.code).toBe(code);
  });

  it('keeps six approvals and drops them when it is rejected', () => {
    const people = Array.from({ length: 7 }, (_, index) => approve(`person-${index}`));
    const full = apply(validated, ...people.slice(0, 6));
    expect(full.approvals).toHaveLength(6);
    expect(decideRevision(people[6] as RevisionCommand, full)).toStrictEqual(accept());
    expect(apply(full, rejectIt).approvals).toStrictEqual([]);
  });
});
