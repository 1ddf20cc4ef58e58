import { describe, expect, it } from 'vitest';
import { planAnyway, planDeployment } from '../../../core/deployment/plan.ts';
import { PHASES_LIMIT } from '../../../core/deployment/plan-phases.ts';
import type { Survey } from '../../../core/deployment/survey.ts';
import type { StrategyInput } from '../../../schemas/strategy.ts';
import { cohort } from '../../support/cohort.ts';
import { strategyOf } from '../../support/deployment-states.ts';

const survey = (some: Partial<Survey> = {}): Survey => ({
  ranks: Array.from({ length: 10 }, (_, index) => index.toString(16).padStart(16, '0')),
  members: null,
  offlineNodes: 0,
  baseline: cohort({ requests: 600, seconds: 60, probesOk: 0 }),
  metrics: new Set(['declines']),
  longestIntervalSeconds: 1,
  ...some,
});
const pace = { checkInSeconds: 1, assessSeconds: 1 };
const canary = (more: object = {}): StrategyInput => ({
  strategy: 'Canary',
  canaryPercentage: 10,
  phaseInterval: 'PT1M',
  healthCheckEnabled: true,
  autoPromote: true,
  ...more,
});
const refused = (strategy: StrategyInput, some: Partial<Survey> = {}) => {
  const plan = planDeployment(strategyOf(strategy), survey(some), pace);
  return plan.ok ? [] : (plan.details['reasons'] as { code: string }[]).map(({ code }) => code);
};

describe('a plan', () => {
  it('says how long it takes if all is well', () => {
    const plan = planDeployment(strategyOf(canary()), survey(), pace);
    expect(plan.ok && [plan.value.phases.length, plan.value.predictedSeconds]).toStrictEqual([4, 4 * (60 + 3)]);
  });
  it.each([
    { name: 'as written', strategy: canary(), some: {}, codes: [] },
    {
      name: 'a deadline of two check-ins',
      strategy: canary({ nodeDeadline: 'PT10M' }),
      some: { longestIntervalSeconds: 300 },
      codes: [],
    },
    {
      name: 'a deadline below two check-ins',
      strategy: canary({ nodeDeadline: 'PT10M' }),
      some: { longestIntervalSeconds: 301 },
      codes: ['node_deadline_too_short'],
    },
    {
      name: 'a metric somebody reports',
      strategy: canary({ health: { metrics: [{ metric: 'declines', maxPerRequest: 1 }] } }),
      some: {},
      codes: [],
    },
    {
      name: 'a metric nobody reports',
      strategy: canary({ health: { metrics: [{ metric: 'refunds', maxPerRequest: 1 }] } }),
      some: {},
      codes: ['metric_unknown'],
    },
    {
      name: 'a sample that traffic can reach: 1 request a second for 60 + 40 s',
      strategy: canary({ health: { holdDeadline: 'PT40S', minimumSample: { requests: 100 } } }),
      some: {},
      codes: [],
    },
    {
      name: 'a sample that it cannot',
      strategy: canary({ health: { holdDeadline: 'PT40S', minimumSample: { requests: 101 } } }),
      some: {},
      codes: ['sample_unreachable'],
    },
    {
      name: 'which does not matter when no data passes',
      strategy: canary({ health: { onNoData: 'pass', minimumSample: { requests: 1e9 } } }),
      some: {},
      codes: [],
    },
    { name: 'years', strategy: canary({ phaseInterval: 'P100D' }), some: {}, codes: ['too_long'] },
  ])('$name: $codes', ({ strategy, some, codes }) => expect(refused(strategy, some)).toStrictEqual(codes));
  it('notes what one should know', () => {
    const plan = planDeployment(strategyOf(canary()), survey({ offlineNodes: 2, baseline: cohort() }), pace);
    expect(plan.ok && plan.value.notes).toStrictEqual([
      { code: 'nodes_offline', detail: '2' },
      { code: 'no_health_reported' },
    ]);
  });
  it('gives the reasons with their figures', () => {
    const reasonsOf = (strategy: StrategyInput, some: Partial<Survey> = {}) => {
      const plan = planDeployment(strategyOf(strategy), survey(some), pace);
      return plan.ok ? [] : plan.details['reasons'];
    };
    expect(reasonsOf(canary({ nodeDeadline: 'PT10M' }), { longestIntervalSeconds: 301 })).toStrictEqual([
      { code: 'node_deadline_too_short', detail: '600 s, nodes check in every 301 s' },
    ]);
    expect(reasonsOf(canary({ health: { holdDeadline: 'PT40S', minimumSample: { requests: 101 } } }))).toStrictEqual([
      { code: 'sample_unreachable', detail: 'about 100 requests in time, 101 needed' },
    ]);
    const batches: StrategyInput = {
      ...({ strategy: 'Rolling', batchSize: 1, batchInterval: 'PT1S' } as const),
      ...{ stopOnFailure: true, healthCheckEnabled: false },
    };
    const many = (count: number) => Array.from({ length: count }, (_, index) => index.toString(16).padStart(16, '0'));
    expect(reasonsOf(batches, { ranks: many(PHASES_LIMIT) })).toStrictEqual([]);
    expect(reasonsOf(batches, { ranks: many(PHASES_LIMIT + 1) })).toStrictEqual([
      { code: 'too_many_phases', detail: `more than ${PHASES_LIMIT}` },
    ]);
    expect(planAnyway(strategyOf(batches), survey({ ranks: many(PHASES_LIMIT + 1) }), pace).phases).toHaveLength(1);
  });
  it.each([
    { name: 'health that is not looked at', strategy: canary({ healthCheckEnabled: false }), some: {} },
    { name: 'no node that could report', strategy: canary(), some: { ranks: [] } },
    { name: 'no traffic seen', strategy: canary(), some: { baseline: cohort({ seconds: 60 }) } },
    { name: 'no time seen', strategy: canary(), some: { baseline: cohort({ requests: 60, seconds: 0 }) } },
    { name: 'a good probe seen', strategy: canary(), some: { baseline: cohort({ requests: 1, probesOk: 1 }) } },
    { name: 'a failed probe seen', strategy: canary(), some: { baseline: cohort({ requests: 1, probesFailed: 1 }) } },
  ])('asks for no sample and no metric with $name', ({ strategy, some }) => {
    const metrics = 'baseline' in some ? [] : [{ metric: 'refunds', maxPerRequest: 1 }];
    const health = { minimumSample: { requests: 1e9 }, metrics };
    const plan = planDeployment(strategyOf({ ...strategy, health } as StrategyInput), survey(some), pace);
    expect(plan.ok).toBe(true);
  });
  it.each([
    { name: 'all well', some: {}, enabled: true, notes: [] },
    { name: 'nobody online', some: { ranks: [] }, enabled: true, notes: [{ code: 'no_nodes_online' }] },
    {
      name: 'less than the minimum sample',
      some: { baseline: cohort({ requests: 1 }) },
      enabled: true,
      notes: [{ code: 'baseline_too_small' }],
    },
    { name: 'health that is not looked at', some: { baseline: cohort() }, enabled: false, notes: [] },
    { name: 'nor asked for data', some: { baseline: cohort({ requests: 1 }) }, enabled: false, notes: [] },
  ])('notes what one should know: $name', ({ some, enabled, notes }) => {
    const health = { onNoData: 'pass' } as const;
    const strategy = strategyOf(canary({ healthCheckEnabled: enabled, health }));
    expect(planAnyway(strategy, survey(some), pace).notes).toStrictEqual(notes);
  });
  it('is made anyway where stopping is worse', () =>
    expect(planAnyway(strategyOf(canary({ nodeDeadline: 'PT0S' })), survey(), pace).phases.length).toBe(4));
});
