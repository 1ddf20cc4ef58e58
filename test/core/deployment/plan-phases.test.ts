import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationSeconds } from '../../../core/deployment/duration.ts';
import { EVERYBODY, PHASES_LIMIT, planPhases } from '../../../core/deployment/plan-phases.ts';
import { rankOf } from '../../../core/node/rank.ts';
import type { StrategyInput } from '../../../schemas/strategy.ts';
import { Strategy } from '../../../schemas/strategy.ts';
import { DEPLOYMENT_ID, strategyOf } from '../../support/deployment-states.ts';

const canary = (canaryPercentage: number): StrategyInput => ({
  strategy: 'Canary',
  canaryPercentage,
  phaseInterval: 'PT5M',
  healthCheckEnabled: true,
  autoPromote: true,
});
const rolling = (batchSize: number): StrategyInput => ({
  strategy: 'Rolling',
  batchSize,
  batchInterval: 'PT30S',
  stopOnFailure: true,
});
const ranksOf = (nodes: number): string[] =>
  Array.from({ length: nodes }, (_, index) => rankOf(DEPLOYMENT_ID, `node-${index}`)).sort();
const brief = (strategy: StrategyInput, nodes: number) =>
  planPhases(strategyOf(strategy), ranksOf(nodes))?.map((phase) => [phase.nodes, phase.mode, phase.soakSeconds]);
const nodesOf = (strategy: StrategyInput, nodes: number) =>
  planPhases(strategyOf(strategy), ranksOf(nodes))?.map((phase) => phase.nodes);

describe('a strategy document', () => {
  it('is read exactly as people write it', () => {
    const written = {
      strategy: 'Canary',
      canaryPercentage: 10,
      phaseInterval: 'PT5M',
      healthCheckEnabled: true,
      autoPromote: true,
    };
    expect(Strategy.parse(written)).toMatchObject(written);
    expect(Strategy.safeParse({ ...written, phaseinterval: 'PT5M' }).success).toBe(false);
    expect(Strategy.safeParse({ ...written, phaseInterval: 'P1M' }).success).toBe(false); // months have no fixed length
  });
  it.each([
    ['PT5M', 300],
    ['PT0S', 0],
    ['P1DT2H3M4S', 93_784],
    ['P2W', 1_209_600],
  ])('%s is %d seconds', (text, seconds) => expect(durationSeconds(text)).toBe(seconds));
});

describe('phases', () => {
  it.each([
    { percent: 10, nodes: 10, expected: [1, 3, 5, 10] },
    { percent: 10, nodes: 100, expected: [10, 30, 50, 100] },
    { percent: 10, nodes: 12, expected: [2, 4, 6, 12] },
    { percent: 25, nodes: 100, expected: [25, 30, 50, 100] },
    { percent: 30, nodes: 100, expected: [30, 50, 100] },
    { percent: 60, nodes: 100, expected: [60, 100] },
    { percent: 100, nodes: 100, expected: [100] },
    { percent: 1, nodes: 3, expected: [1, 2, 3] },
    { percent: 10, nodes: 1, expected: [1] },
  ])('a canary of $percent % on $nodes nodes', ({ percent, nodes, expected }) =>
    expect(nodesOf(canary(percent), nodes)).toStrictEqual(expected),
  );

  it('blue-green preloads, then switches everybody', () =>
    expect(brief({ strategy: 'BlueGreen', verificationPeriod: 'PT1M', keepBlueDuration: 'PT1H' }, 7)).toStrictEqual([
      [7, 'preload', 60],
      [7, 'activate', 3600],
    ]));
  it('rolling goes batch by batch', () => expect(nodesOf(rolling(3), 7)).toStrictEqual([3, 6, 7]));
  it('direct is one phase without a soak', () =>
    expect(brief({ strategy: 'Direct' }, 7)).toStrictEqual([[7, 'activate', 0]]));
  it('nobody there is one empty phase that lets everybody in', () =>
    expect(planPhases(strategyOf(canary(10)), [])).toStrictEqual([
      { phase: 1, mode: 'activate', nodes: 0, cutoff: EVERYBODY, soakSeconds: 0 },
    ]));
  it('has a limit', () => {
    const ranks = Array.from({ length: PHASES_LIMIT + 1 }, (_, index) => index.toString(16).padStart(16, '0'));
    expect(planPhases(strategyOf(rolling(1)), ranks)).toBeUndefined();
    expect(planPhases(strategyOf(rolling(1)), ranks.slice(1))?.length).toBe(PHASES_LIMIT);
  });
});

describe('laws', () => {
  const anyStrategy: fc.Arbitrary<StrategyInput> = fc.oneof(
    fc.integer({ min: 1, max: 100 }).map(canary),
    fc.integer({ min: 1, max: 50 }).map(rolling),
    fc.constant<StrategyInput>({ strategy: 'Direct' }),
    fc.constant<StrategyInput>({ strategy: 'BlueGreen', verificationPeriod: 'PT1M', keepBlueDuration: 'PT1M' }),
  );
  it('a cutoff lets in exactly the planned nodes, cohorts only grow, and the last one is everybody', () =>
    fc.assert(
      fc.property(anyStrategy, fc.integer({ min: 1, max: 200 }), (strategy, nodes) => {
        const ranks = ranksOf(nodes);
        const phases = planPhases(strategyOf(strategy), ranks) ?? [];
        let before = '';
        for (const { cutoff, nodes: planned } of phases) {
          expect(ranks.filter((rank) => rank <= cutoff).length).toBe(planned);
          expect(cutoff >= before).toBe(true);
          before = cutoff;
        }
        expect(phases.at(-1)).toMatchObject({ nodes, cutoff: EVERYBODY, mode: 'activate' });
        expect(phases.map(({ phase }) => phase)).toStrictEqual(phases.map((_, index) => index + 1));
      }),
    ));
  it('a percentage is never less than it says, and less than one node more', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1000 }), (percent, nodes) => {
        const first = nodesOf(canary(percent), nodes)?.[0] ?? 0;
        expect(first * 100).toBeGreaterThanOrEqual(percent * nodes);
        expect((first - 1) * 100).toBeLessThan(percent * nodes);
      }),
    ));
});
