import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmSpec } from '../alarm.ts';
import { ALARMS } from '../alarms.ts';
import { metricOf, type Watched } from './metrics.ts';

export interface WatchProps {
  readonly watched: Watched;
  readonly email: string | undefined;
  /** Stands before the runbook's path. */
  readonly runbooks: string;
  /** Whether alarms may look at the sum of several metrics. */
  readonly summed: boolean;
}

const isSum = (metric: IMetric): boolean => metric instanceof MathExpression;

/** The alarms of lib/alarms.ts, and the topic they ring. */
export class Watch extends Construct {
  readonly topic: Topic;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { watched, email, runbooks, summed }: WatchProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Plumbline', enforceSSL: true });
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
    const rung = ALARMS.filter(({ metric, ...sampled }) => summed || !isSum(metricOf(watched, metric, sampled)));
    this.alarms = rung.map((alarm) => this.#ring(watched, alarm, `${runbooks}${alarm.runbook}`));
  }

  #ring(watched: Watched, { name, says, metric, periods, threshold, silent, ...sampled }: AlarmSpec, runbook: string) {
    const alarm = new Alarm(this, name, {
      alarmDescription: `${says}\nRunbook: ${runbook}`,
      metric: metricOf(watched, metric, sampled),
      evaluationPeriods: periods,
      threshold,
      comparisonOperator: silent
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: silent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const ring = new SnsAction(this.topic);
    alarm.addAlarmAction(ring);
    alarm.addOkAction(ring);
    return alarm;
  }
}
