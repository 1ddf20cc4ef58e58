import { describe, expect, it } from 'vitest';
import { decideObserve, type Observation } from '../../../../core/node/record/decide-observe.ts';
import { NODE } from '../../../../core/node/record/evolve.ts';
import type { NodeState } from '../../../../core/node/record/state.ts';

/* What is told in one check-in, and the facts that follow: one thing at a time. */

const at = '2026-11-22T09:30:00.000Z';
const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
const QUIET: Observation = { at, findings: [], swap: null, ordersDone: [], refusals: [], evidence: [] };
const ACTIVE: NodeState = { ...NODE.initial, status: 'active', cluster: 'till.production' };
const facts = (seen: Partial<Observation>, state: Partial<NodeState> = {}) =>
  decideObserve({ ...QUIET, ...seen }, { ...ACTIVE, ...state }).map(({ at: _, ...fact }) => fact);
const cluster = 'till.production';

describe('a node that tells nothing', () => {
  it('is as it was', () => expect(facts({})).toStrictEqual([]));
  it('is back when it was silent for too long', () =>
    expect(decideObserve(QUIET, { ...ACTIVE, staleSince: at })).toStrictEqual([
      { type: 'NodeRecovered', from: 'stale', at, cluster },
    ]));
});

describe('a swap that failed', () => {
  const swap = { generation: 7, digest: one, reason: 'the hook ended with 1', attempts: 3, quarantined: true };
  const quarantined = {
    type: 'NodeQuarantined',
    generation: 7,
    digest: one,
    reason: swap.reason,
    attempts: 3,
    cluster,
  };
  const known = (digest: string) => ({ quarantine: { ...swap, at, digest } }) as unknown as Partial<NodeState>;
  const free = (digest: string) => ({ id: 'free', kind: 'unquarantine' as const, digest });
  const sync = { id: 'sync', kind: 'force-sync' as const };
  const done = (id: string) => [{ id, result: 'done' as const }];
  it('is nothing yet while it is tried again', () =>
    expect(facts({ swap: { ...swap, quarantined: false } })).toStrictEqual([]));
  it('quarantines its release', () => expect(facts({ swap })).toStrictEqual([quarantined]));
  it('does so once', () => expect(facts({ swap }, known(one))).toStrictEqual([]));
  it('and for another release again', () => expect(facts({ swap }, known(two))).toStrictEqual([quarantined]));
  it('is history while the order that frees it has not been heard', () => {
    expect(facts({ swap }, { orders: [free(one)] })).toStrictEqual([]);
    expect(facts({ swap }, { orders: [sync, free(one)] })).toStrictEqual([]);
  });
  it('is news when that order is for another release, or another order', () => {
    expect(facts({ swap }, { orders: [free(two)] })).toStrictEqual([quarantined]);
    expect(facts({ swap }, { orders: [sync] })).toStrictEqual([quarantined]);
  });
  it('is news when it is told with the order done, and history when that was another one', () => {
    const orders = [sync, free(one)];
    const freed = { type: 'OrderDone', id: 'free', result: 'done', kind: 'unquarantine', cluster };
    expect(facts({ swap, ordersDone: done('free') }, { orders })).toStrictEqual([quarantined, freed]);
    const synced = { type: 'OrderDone', id: 'sync', result: 'done', kind: 'force-sync', cluster };
    expect(facts({ swap, ordersDone: done('sync') }, { orders })).toStrictEqual([synced]);
  });
});

describe('orders', () => {
  it('are done when they were given, and what else a node says it did is nothing', () => {
    const orders = [{ id: 'sync', kind: 'force-sync' as const }];
    const ordersDone = ['other', 'sync'].map((id) => ({ id, result: 'failed' as const }));
    expect(facts({ ordersDone }, { orders })).toStrictEqual([
      { type: 'OrderDone', id: 'sync', result: 'failed', kind: 'force-sync', cluster },
    ]);
    expect(facts({ ordersDone })).toStrictEqual([]);
  });
});

describe('reports', () => {
  const refusal = { code: 'fork' as const, digest: one };
  const told = (more: object) => ({ type: 'RefusalReported', ...more, cluster });
  it('are told once, in one check-in and over many', () => {
    expect(facts({ refusals: [refusal, refusal] })).toStrictEqual([told(refusal)]);
    expect(facts({ refusals: [refusal] }, { reported: [`fork/${one.slice(0, 12)}`] })).toStrictEqual([]);
  });
  it.each([
    { name: 'another code', other: { ...refusal, code: 'rolled_back' as const } },
    { name: 'another release', other: { ...refusal, digest: two } },
    { name: 'another generation', other: { ...refusal, generation: 8 } },
    { name: 'no release at all', other: { code: 'fork' as const } },
  ])('are others with $name', ({ other }) =>
    expect(facts({ refusals: [refusal, other] })).toStrictEqual([told(refusal), told(other)]),
  );
});

describe('evidence', () => {
  const evidence = (said: object) => facts({ evidence: [said as Observation['evidence'][number]] });
  const kept = (more: object) => [{ type: 'EvidenceReported', kind: 'fork', evidence: more, cluster }];
  it.each(['fork', 'checkpoint_fork'])('of the kind %s is kept', (kind) =>
    expect(evidence({ kind })).toStrictEqual([{ type: 'EvidenceReported', kind, evidence: {}, cluster }]),
  );
  it('of other kinds is not', () => expect(evidence({ kind: 'other', seen: 'a' })).toStrictEqual([]));
  it.each([
    { name: 'words', value: 'two lines\nof words, ünd more' },
    { name: 'nothing', value: '' },
    { name: 'the longest text', value: 'x'.repeat(2048) },
    { name: 'a number', value: 1.5 },
  ])('may be $name', ({ value }) =>
    expect(evidence({ kind: 'fork', seen: value })).toStrictEqual(kept({ seen: value })),
  );
  it.each([
    { name: 'one character more', value: 'x'.repeat(2049) },
    { name: 'a control character at the end', value: 'a\u0000' },
    { name: 'one at the beginning', value: '\u001b[2J' },
    { name: 'half a character', value: '\ud800' },
    { name: 'no number', value: Number.NaN },
    { name: 'no end', value: Number.POSITIVE_INFINITY },
    { name: 'a list', value: ['a'] },
    { name: 'an object', value: {} },
    { name: 'a truth', value: true },
  ])('is dropped where it is $name', ({ value }) =>
    expect(evidence({ kind: 'fork', seen: value, more: 1 })).toStrictEqual(kept({ more: 1 })),
  );
  it.each(['Seen', '1st', 'se-en', '_seen', 'x'.repeat(33), 'seen ', ' seen'])('has no name like %j', (name) =>
    expect(evidence({ kind: 'fork', [name]: 'a' })).toStrictEqual(kept({})),
  );
  it.each(['x', 'seenAt9', `x${'Y'.repeat(31)}`])('may have a name like %j', (name) =>
    expect(evidence({ kind: 'fork', [name]: 'a' })).toStrictEqual(kept({ [name]: 'a' })),
  );
  it('is at most sixteen fields', () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`f${index}`, index]));
    const [first] = evidence({ kind: 'fork', ...many });
    expect(Object.keys((first as unknown as { evidence: object }).evidence)).toHaveLength(16);
  });
});
