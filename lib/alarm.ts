import type { COUNTED_EVENTS, METRICS } from '../schemas/metrics.ts';
import type { Room } from './rooms.ts';

/** Where a metric comes from; lib/constructs/metrics.ts knows how CloudWatch calls it. */
export type MetricSource =
  | {
      readonly of: 'plumbline';
      readonly name: (typeof METRICS)[keyof typeof METRICS] | (typeof COUNTED_EVENTS)[number];
    }
  | {
      readonly of: 'function';
      readonly room: Room;
      readonly name: 'Errors' | 'Duration' | 'IteratorAge' | 'Invocations';
    }
  /** The sum over all functions. */
  | { readonly of: 'functions'; readonly name: 'Throttles' }
  /** The sum of these. */
  | { readonly of: 'state-machine'; readonly names: readonly ('ExecutionsFailed' | 'ExecutionsTimedOut')[] }
  /** Requests turned away, reads and writes, the sum over both tables. */
  | { readonly of: 'tables'; readonly name: 'throttled' }
  | { readonly of: 'dead-letters'; readonly name: 'ApproximateNumberOfMessagesVisible' }
  /** Answers 5xx, to people and nodes. */
  | { readonly of: 'ingress'; readonly name: '5xx' };

export interface AlarmSpec {
  readonly name: string;
  /** What is wrong, for the one who is woken. */
  readonly says: string;
  readonly runbook: `docs/runbooks/${string}.md`;
  readonly metric: MetricSource;
  readonly statistic: 'Sum' | 'Maximum' | 'p99';
  readonly periodSeconds: number;
  /** How many periods in a row. */
  readonly periods: number;
  /** `silent`: below it, or nothing at all, is the alarm; otherwise at it or above. */
  readonly threshold: number;
  readonly silent?: true;
}
