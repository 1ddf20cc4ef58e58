import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideObserve, type Observation } from '../../../../core/node/record/decide-observe.ts';
import { NODE } from '../../../../core/node/record/evolve.ts';
import { DRIFT_KEPT, type NodeState } from '../../../../core/node/record/state.ts';
import { DRIFT_RULES, type DriftFinding } from '../../../../schemas/drift.ts';

const AT = '2026-11-22T09:30:00.000Z';
const finding = fc.record<DriftFinding>({
  kind: fc.constant('config'),
  rule: fc.constantFrom(...DRIFT_RULES),
  config: fc.constantFrom('a.production', 'b.production'),
  expected: fc.constantFrom('one', 'two'),
  observed: fc.string(),
  severity: fc.constant('high'),
  since: fc.constant(AT),
});
const findings = fc.uniqueArray(finding, {
  maxLength: DRIFT_KEPT,
  selector: ({ rule, config, expected }) => `${rule}/${config}/${expected}`,
});
const digest = fc.constantFrom('a'.repeat(64), 'b'.repeat(64));
const order = fc.constantFrom(
  { id: 'order-1', kind: 'force-sync' as const },
  { id: 'order-2', kind: 'unquarantine' as const, digest: 'a'.repeat(64) },
);
const state = fc
  .record({
    drift: findings,
    orders: fc.uniqueArray(order, { maxLength: 2, selector: ({ id }) => id }),
    stale: fc.boolean(),
  })
  .map(
    ({ drift, orders, stale }): NodeState => ({
      ...NODE.initial,
      status: 'active',
      cluster: 'till.production',
      drift,
      orders,
      staleSince: stale ? AT : null,
    }),
  );
const observation = fc.record<Observation>({
  at: fc.constant(AT),
  findings,
  swap: fc.option(
    fc.record({ generation: fc.nat(), digest, attempts: fc.nat(), reason: fc.string(), quarantined: fc.boolean() }),
  ),
  ordersDone: fc.array(
    fc.record({ id: fc.constantFrom('order-1', 'order-2', 'order-3'), result: fc.constantFrom('done', 'failed') }),
    { maxLength: 3 },
  ),
  refusals: fc.array(fc.record({ code: fc.constantFrom('fork', 'rolled_back'), digest }), { maxLength: 4 }),
  evidence: fc.array(fc.record({ kind: fc.constantFrom('fork', 'other') }), { maxLength: 2 }),
});

describe('what a check-in changes about a node', () => {
  it('is told once: asked again on the state it led to, there is nothing to tell', () => {
    fc.assert(
      fc.property(state, observation, (before, seen) => {
        const events = decideObserve(seen, before);
        const after = events.reduce(NODE.evolve, before);
        const again = decideObserve(seen, after).filter(({ type }) => type !== 'NodeQuarantined');
        expect(again).toStrictEqual([]);
        expect(new Set(after.drift.map(({ rule, config, expected }) => `${rule}/${config}/${expected}`))).toStrictEqual(
          new Set(seen.findings.map(({ rule, config, expected }) => `${rule}/${config}/${expected}`)),
        );
      }),
    );
  });
  it('diverges and recovers exactly with the first and the last finding', () => {
    fc.assert(
      fc.property(state, observation, (before, seen) => {
        const types = decideObserve(seen, before).map((event) =>
          event.type === 'NodeRecovered' ? `NodeRecovered/${event.from}` : event.type,
        );
        expect(types.includes('NodeDiverged')).toBe(before.drift.length === 0 && seen.findings.length > 0);
        expect(types.includes('NodeRecovered/drift')).toBe(before.drift.length > 0 && seen.findings.length === 0);
        expect(types.includes('NodeRecovered/stale')).toBe(before.staleSince !== null);
      }),
    );
  });
});
