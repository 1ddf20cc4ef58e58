import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../schemas/metrics.ts';
import type { MetricSource } from '../alarm.ts';
import type { Room } from '../rooms.ts';
import type { Ingress } from './ingress-form.ts';

/** What runs, as far as CloudWatch looks at it. */
export interface Watched {
  readonly controlPlane: string;
  readonly functions: Readonly<Record<Room, IFunction>>;
  readonly machine: IStateMachine;
  readonly tables: readonly ITable[];
  readonly deadLetters: IQueue;
  readonly ingress: Ingress;
}

export interface Sampled {
  readonly statistic: string;
  readonly periodSeconds: number;
}

/** The metric behind the word of an alarm. */
export function metricOf(watched: Watched, source: MetricSource, { statistic, periodSeconds }: Sampled): IMetric {
  const sampled = { statistic, period: Duration.seconds(periodSeconds) };
  switch (source.of) {
    case 'plumbline':
      return new Metric({
        namespace: METRIC_NAMESPACE,
        metricName: source.name,
        dimensionsMap: { [METRIC_DIMENSION]: watched.controlPlane },
        ...sampled,
      });
    case 'function':
      return watched.functions[source.room].metric(source.name, sampled);
    case 'functions':
      return sum(Object.values(watched.functions).map((fn) => fn.metric(source.name, sampled)));
    case 'state-machine':
      return sum(source.names.map((name) => watched.machine.metric(name, sampled)));
    case 'tables':
      return sum(
        watched.tables.flatMap((table) =>
          ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => table.metric(name, sampled)),
        ),
      );
    case 'dead-letters':
      return watched.deadLetters.metric(source.name, sampled);
    case 'ingress':
      return watched.ingress.faults.with({ period: sampled.period });
  }
}

/** Nothing said counts as nothing happened. */
function sum(metrics: readonly Metric[]): MathExpression {
  const named = metrics.map((metric, index) => [`m${index}`, metric] as const);
  return new MathExpression({
    label: metrics[0]?.metricName ?? '',
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    ...(metrics[0] ? { period: metrics[0].period } : {}),
  });
}
