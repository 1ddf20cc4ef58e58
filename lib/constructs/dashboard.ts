import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  LegendPosition,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS } from '../../schemas/metrics.ts';
import type { MetricSource } from '../alarm.ts';
import { ROOMS } from '../rooms.ts';
import { metricOf, type Watched } from './metrics.ts';

export interface OnCallProps {
  readonly watched: Watched;
  readonly alarms: readonly IAlarm[];
  readonly runbooks: string;
}

const MINUTE = 60;

/** What somebody who was just woken looks at, from top to bottom: what rings, whom it hurts, where it sticks. */
export class OnCallDashboard extends Construct {
  constructor(scope: Construct, id: string, { watched, alarms, runbooks }: OnCallProps) {
    super(scope, id);
    const metric = (source: MetricSource, statistic = 'Sum') =>
      metricOf(watched, source, { statistic, periodSeconds: MINUTE });
    const of = (room: (typeof ROOMS)[number], name: 'Invocations' | 'Errors' | 'Duration', statistic?: string) =>
      metric({ of: 'function', room, name }, statistic);
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(new TextWidget({ markdown: headline(watched, runbooks), width: 24, height: 3 }));
    dashboard.addWidgets(new AlarmStatusWidget({ alarms: [...alarms], width: 24, height: 4, title: 'Alarms' }));
    dashboard.addWidgets(
      graph('Nodes: check-ins a minute', [of('node', 'Invocations'), of('node', 'Errors')]),
      graph('Nodes: how long an answer takes (ms)', [of('node', 'Duration', 'p50'), of('node', 'Duration', 'p99')]),
      graph('Nodes and people: answers 5xx, calls turned away', [
        metric({ of: 'ingress', name: '5xx' }),
        metric({ of: 'functions', name: 'Throttles' }),
      ]),
    );
    dashboard.addWidgets(
      graph('Feed: how far behind (ms)', [metric({ of: 'function', room: 'project', name: 'IteratorAge' }, 'Maximum')]),
      graph('Feed: parked streams, dead letters', [
        metric({ of: 'plumbline', name: METRICS.streamsParked }, 'Maximum'),
        metric({ of: 'dead-letters', name: 'ApproximateNumberOfMessagesVisible' }, 'Maximum'),
      ]),
      graph(
        'Functions: errors',
        ROOMS.map((room) => of(room, 'Errors')),
      ),
    );
    dashboard.addWidgets(
      graph('Deployments: executions', [
        ...(['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsAborted'] as const).map(
          (name) => watched.machine.metric(name, { statistic: 'Sum', period: Duration.minutes(1) }),
        ),
      ]),
      graph('Deployments: went back, nodes in quarantine', [
        metric({ of: 'plumbline', name: 'HealthBreached' }),
        metric({ of: 'plumbline', name: 'NodeQuarantined' }),
      ]),
      graph('Tables: units a minute, requests turned away', [
        ...watched.tables.flatMap((table) => [
          table.metricConsumedReadCapacityUnits({ period: Duration.minutes(1) }),
          table.metricConsumedWriteCapacityUnits({ period: Duration.minutes(1) }),
        ]),
        metric({ of: 'tables', name: 'throttled' }),
      ]),
    );
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 8, height: 6, legendPosition: LegendPosition.BOTTOM, leftYAxis: { min: 0 } });

const headline = ({ controlPlane, ingress }: Watched, runbooks: string): string =>
  [
    `**${controlPlane}**, people at ${ingress.peopleUrl}, nodes at ${ingress.nodeUrl}`,
    `Every alarm names its page in \`${runbooks}docs/runbooks/\`. Nodes keep running what they have whatever is broken here.`,
    '`plumb deployment list` · `plumb cluster cohesion NAME` · `plumb audit verify`',
  ].join('\n\n');
