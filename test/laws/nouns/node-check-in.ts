import fc from 'fast-check';
import { accept } from '../../../core/decision.ts';
import { decideObserve, type Observation } from '../../../core/node/record/decide-observe.ts';
import { type CheckedReceipt, decideReceipt, noteRefusedReceipt } from '../../../core/node/record/decide-receipt.ts';
import type { NodeEvent } from '../../../core/node/record/events.ts';
import type { NodeState } from '../../../core/node/record/state.ts';
import { DRIFT_RULES, type DriftFinding } from '../../../schemas/drift.ts';
import { DEPLOYMENT_ID } from '../../support/deployment-states.ts';
import { START } from '../../support/virtual-clock.ts';
import type { Intention } from '../walk.ts';
import { digest, mostly } from './words.ts';

type Said = Intention<NodeState, NodeEvent>;

/** Nobody is heard who has no key here any more. */
const heard = ({ status }: NodeState): boolean => status === 'active';

const finding = fc.record<DriftFinding>({
  kind: fc.constant('config'),
  rule: fc.constantFrom(...DRIFT_RULES.filter((rule) => rule !== 'swap_failed')),
  config: fc.constantFrom('a.production', 'b.production'),
  expected: fc.constant('one'),
  observed: fc.constantFrom('two', 'three'),
  severity: fc.constant('high'),
  since: fc.constant(START),
});
const swap = fc.record({
  generation: fc.integer({ min: 1, max: 3 }),
  digest,
  attempts: fc.integer({ min: 1, max: 3 }),
  reason: fc.constant('the hook said no'),
  quarantined: fc.boolean(),
});

/** A swap that failed is a finding as well, as the rules of drift make it: the gravest of all. */
const observed = fc
  .record({
    findings: fc.uniqueArray(finding, { maxLength: 4, selector: ({ rule, config }) => `${rule}/${config}` }),
    swap: fc.option(swap, { freq: 3 }),
    done: fc.boolean(),
    // With receipts and evidence no more different reports than a head remembers (REPORTS_KEPT).
    refusals: fc.array(fc.record({ code: fc.constantFrom('fork', 'rolled_back', 'wrong_epoch', 'bad_signature') }), {
      maxLength: 3,
    }),
    evidence: fc.array(fc.record({ kind: fc.constantFrom('checkpoint_fork', 'weather') }), { maxLength: 2 }),
  })
  .map(
    ({ findings, swap, done, ...said }): Said =>
      ({ orders }, at) => {
        const failed: DriftFinding[] = swap
          ? [
              {
                kind: 'version',
                rule: 'swap_failed',
                expected: swap.digest,
                observed: swap.reason,
                severity: 'high',
                since: at,
              },
            ]
          : [];
        const ordersDone = done ? orders.map(({ id }) => ({ id, result: 'done' as const })) : [];
        const seen: Observation = { at, findings: [...failed, ...findings], swap, ordersDone, ...said };
        return (state) => (heard(state) ? accept(...decideObserve(seen, state)) : accept());
      },
  );

/** The next receipt of the row, rarely one after a gap or one that was used. */
const receipt = fc.record({ step: fc.constantFrom(1, 1, 1, 2, 0), mostly, sha256: digest, forked: fc.boolean() }).map(
  ({ step, mostly, sha256, forked }): Said =>
    ({ receipt: { counter, sha256: last } }, at) => {
      const checked: CheckedReceipt = {
        claims: {
          controlPlane: 'plumbline-test',
          state: 'active',
          node: `node-${'0'.repeat(32)}`,
          cluster: 'till.production',
          deploymentId: DEPLOYMENT_ID,
          epoch: 1,
          generation: 1,
          digest: 'a'.repeat(64),
          directiveSequence: 1,
          configs: {},
          probe: 'ok',
          bootId: 'boot-0001',
          counter: counter + step,
          previousReceipt: mostly ? last : sha256,
          time: at,
        },
        jws: 'header.claims.signature',
        sha256: `${sha256.slice(0, 32)}${String(counter + step).padStart(32, '0')}`,
        ...(forked && { forked: { seen: 'a', signed: 'b' } }),
      };
      return (state) => (heard(state) ? decideReceipt({ at, receipt: checked, past: new Set() }, state) : accept());
    },
);

const refusedReceipt = fc.integer({ min: 0, max: 3 }).map(
  (counter): Said =>
    (_, at) =>
    (state) =>
      accept(
        ...(heard(state) ? noteRefusedReceipt({ at, code: 'receipt_replayed', counter, field: 'counter' }, state) : []),
      ),
);

/** As the sweep notes it: once, while nothing is heard. */
const stale = fc.constant<Said>(
  (_, at) => (state) =>
    !heard(state) || state.staleSince !== null
      ? accept()
      : accept({ type: 'NodeStale', at, cluster: state.cluster, lastSeenAt: at }),
);

/** What comes from the node itself, or does not come. */
export const checkIns: Readonly<Record<string, fc.Arbitrary<Said>>> = {
  Observe: observed,
  StoreReceipt: receipt,
  NoteRefusedReceipt: refusedReceipt,
  MarkStale: stale,
};
