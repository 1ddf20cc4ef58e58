import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planPhases } from '../../core/deployment/plan-phases.ts';
import { chooseTargets } from '../../core/node/choose-target.ts';
import { matches, rankOf } from '../../core/node/rank.ts';
import type { Candidate, Selector } from '../../schemas/documents.ts';
import { Strategy } from '../../schemas/strategy.ts';
import type { Labels } from '../../schemas/words.ts';

interface Node {
  readonly nodeId: string;
  readonly labels: Labels | null;
}
const labels = fc.option(fc.dictionary(fc.constantFrom('zone', 'tier'), fc.constantFrom('eu', 'us')));
const nodes = fc.uniqueArray(
  fc.record<Node>({
    nodeId: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((id) => `node-${Buffer.from(id).toString('hex')}`),
    labels,
  }),
  { maxLength: 40, size: 'max', selector: ({ nodeId }) => nodeId },
);
const selector = fc.option(fc.constant<Selector>({ matchLabels: { zone: 'eu' } }), { nil: undefined });
const duration = fc.constantFrom('PT0S', 'PT5M');
const strategy = fc
  .oneof(
    fc.record({
      strategy: fc.constant('Canary'),
      canaryPercentage: fc.integer({ min: 1, max: 100 }),
      phaseInterval: duration,
      healthCheckEnabled: fc.boolean(),
      autoPromote: fc.boolean(),
    }),
    fc.record({ strategy: fc.constant('BlueGreen'), verificationPeriod: duration, keepBlueDuration: duration }),
    fc.record({
      strategy: fc.constant('Rolling'),
      batchSize: fc.integer({ min: 1, max: 50 }),
      batchInterval: duration,
      stopOnFailure: fc.boolean(),
    }),
    fc.constant({ strategy: 'Direct' }),
  )
  .map((written) => Strategy.parse(written));

const [STABLE, CANDIDATE] = ['a'.repeat(64), 'b'.repeat(64)];
const stable = { generation: 1, digest: STABLE };
const candidateOf = (deploymentId: string, more: Partial<Candidate>): Candidate => ({
  generation: 2,
  digest: CANDIDATE,
  deploymentId,
  cutoff: '',
  mode: 'activate',
  ...more,
});
/** Nodes that a directive with this candidate brings to it, from the stable release. */
const cohort = (all: readonly Node[], candidate: Candidate): Set<string> =>
  new Set(
    all
      .filter((node) => {
        const { run, preload } = chooseTargets({ stable, candidate }, { ...node, running: STABLE });
        return (candidate.mode === 'activate' ? run : preload)?.digest === CANDIDATE;
      })
      .map(({ nodeId }) => nodeId),
  );
const hex = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }).map((number) => number.toString(16).padStart(16, '0'));
const cutoff = fc.oneof({ weight: 9, arbitrary: hex }, { weight: 1, arbitrary: fc.constant('') });

describe('cohorts are monotone in the cutoff', () => {
  it('whoever is in with a lower one is in with a higher one', () => {
    let grew = 0;
    fc.assert(
      fc.property(nodes, fc.uuid(), selector, cutoff, cutoff, (all, deploymentId, selector, one, other) => {
        const [low, high] = one <= other ? [one, other] : [other, one];
        const more = { ...(selector && { selector }) };
        const [few, many] = [low, high].map((cutoff) => cohort(all, candidateOf(deploymentId, { cutoff, ...more })));
        if (!few || !many) throw new Error('two cohorts');
        expect(few.isSubsetOf(many)).toBe(true);
        if (many.size > few.size && few.size > 0) grew += 1;
      }),
      { numRuns: 500 },
    );
    expect(grew).toBeGreaterThan(50);
  });

  it('phases of any plan only add nodes, exactly as many as they say, and end with everybody it is meant for', () => {
    let phased = 0;
    fc.assert(
      fc.property(nodes, fc.uuid(), selector, strategy, nodes, (all, deploymentId, selector, strategy, late) => {
        const meant = all.filter((node) => matches(selector, node.labels));
        const ranks = meant.map(({ nodeId }) => rankOf(deploymentId, nodeId)).sort();
        const phases = planPhases(strategy, ranks) ?? [];
        let before = new Set<string>();
        for (const { cutoff, nodes, mode } of phases) {
          const now = cohort(all, candidateOf(deploymentId, { cutoff, mode, ...(selector && { selector }) }));
          expect(before.isSubsetOf(now)).toBe(true);
          expect(now.size).toBe(nodes);
          before = now;
        }
        expect(before).toStrictEqual(new Set(meant.map(({ nodeId }) => nodeId)));
        const last = candidateOf(deploymentId, { cutoff: phases.at(-1)?.cutoff ?? '', ...(selector && { selector }) });
        const joined = late.filter((node) => matches(selector, node.labels)).map(({ nodeId }) => nodeId);
        expect(cohort(late, last)).toStrictEqual(new Set(joined));
        if (phases.length > 2) phased += 1;
      }),
      { numRuns: 1500 },
    );
    expect(phased).toBeGreaterThan(50);
  });

  it('who runs the candidate stays on it, whatever becomes of cutoff, labels and mode', () =>
    fc.assert(
      fc.property(nodes, fc.uuid(), selector, cutoff, fc.boolean(), (all, deploymentId, selector, cutoff, preload) => {
        const mode = preload ? 'preload' : 'activate';
        const candidate = candidateOf(deploymentId, { cutoff, mode, ...(selector && { selector }) });
        for (const node of all)
          expect(chooseTargets({ stable, candidate }, { ...node, running: CANDIDATE }).run?.digest).toBe(CANDIDATE);
      }),
    ));
});
