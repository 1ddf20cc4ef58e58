import * as z from 'zod';

/** ISO 8601 duration of weeks, days, hours, minutes and seconds. Years and months have no fixed length: refused. */
export const Duration = z
  .string()
  .max(32)
  .regex(/^P(?:\d{1,4}W|(?=[\dT])(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,7}M)?(?:\d{1,8}S)?)?)$/)
  .meta({ id: 'Duration', examples: ['PT5M'] });
export type Duration = z.infer<typeof Duration>;

/** A custom counter of the health samples, looked at per request. */
const MetricRule = z
  .strictObject({
    metric: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.]{0,31}$/),
    /** Breached above this much per request, whatever the stable cohort shows. */
    maxPerRequest: z.number().min(0).max(1e9).optional(),
    /** Breached this much per request above the stable cohort. */
    increasePerRequest: z.number().min(0).max(1e9).optional(),
  })
  .refine((rule) => rule.maxPerRequest !== undefined || rule.increasePerRequest !== undefined, 'one limit is needed');
export type MetricRule = z.infer<typeof MetricRule>;

/** When the candidate counts as unhealthy, and what to do without data. Everything has a default. */
export const HealthPolicy = z
  .strictObject({
    /** Percentage points above the stable cohort. */
    errorRateIncrease: z.number().min(0).max(100).default(5),
    /** Percent above the p99 of the stable cohort; increases below the floor are noise. */
    latencyIncrease: z.number().min(0).max(10_000).default(50),
    latencyFloorMilliseconds: z.number().min(0).max(60_000).default(25),
    /** Percent of probes, or of nodes, that failed. */
    failedHealthChecks: z.number().min(0).max(100).default(10),
    metrics: z.array(MetricRule).max(8).default([]),
    /** `hold` waits until the hold deadline and then rolls back; `fail` rolls back at once; `pass` goes on. */
    onNoData: z.enum(['hold', 'fail', 'pass']).optional(),
    holdDeadline: Duration.default('PT30M'),
    /** Fewer requests and fewer probes than these in the candidate cohort are no data. */
    minimumSample: z
      .strictObject({ requests: z.int().min(1).max(1e9).default(20), probes: z.int().min(1).max(1e6).default(3) })
      .prefault({}),
  })
  .meta({ id: 'HealthPolicy' });
export type HealthPolicy = z.infer<typeof HealthPolicy>;

const common = {
  health: HealthPolicy.prefault({}),
  /** A node that has not proven its release this long after its phase began is overdue. */
  nodeDeadline: Duration.default('PT10M'),
};

/** How a deployment goes through a cluster, exactly as people write it; what is left out has a default. */
export const Strategy = z
  .discriminatedUnion('strategy', [
    z.strictObject({
      strategy: z.literal('Canary'),
      canaryPercentage: z.int().min(1).max(100),
      phaseInterval: Duration,
      healthCheckEnabled: z.boolean().default(true),
      /** false: a person promotes each phase. */
      autoPromote: z.boolean().default(true),
      ...common,
    }),
    z.strictObject({
      strategy: z.literal('BlueGreen'),
      verificationPeriod: Duration,
      keepBlueDuration: Duration,
      healthCheckEnabled: z.boolean().default(true),
      autoPromote: z.boolean().default(true),
      ...common,
    }),
    z.strictObject({
      strategy: z.literal('Rolling'),
      batchSize: z.int().min(1).max(1_000_000),
      batchInterval: Duration,
      /** true: one failed or overdue node holds the deployment until a person decides. */
      stopOnFailure: z.boolean(),
      healthCheckEnabled: z.boolean().default(true),
      autoPromote: z.boolean().default(true),
      ...common,
    }),
    z.strictObject({
      strategy: z.literal('Direct'),
      healthCheckEnabled: z.boolean().default(false),
      autoPromote: z.boolean().default(true),
      ...common,
    }),
  ])
  .meta({ id: 'Strategy' });
/** With every default filled in, as it is stored. */
export type Strategy = z.infer<typeof Strategy>;
/** As people write it. */
export type StrategyInput = z.input<typeof Strategy>;
