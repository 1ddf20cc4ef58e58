import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SCHEDULE, type ScheduledEvent } from '../../schemas/schedule.ts';

export interface SchedulesProps {
  readonly functions: Readonly<Record<(typeof SCHEDULE)[number]['function'], IFunction>>;
  readonly deadLetters: IQueue;
}

/** A rule for every row of schemas/schedule.ts, each straight to the function whose role may do it. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { functions, deadLetters }: SchedulesProps) {
    super(scope, id);
    for (const { task, function: room, everyMinutes } of SCHEDULE) {
      const event: ScheduledEvent = { task };
      const rule = new Rule(this, task, {
        description: `Plumbline: ${task}`,
        schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      });
      rule.addTarget(
        new LambdaFunction(functions[room], {
          event: RuleTargetInput.fromObject(event),
          deadLetterQueue: deadLetters,
          retryAttempts: 2,
          maxEventAge: Duration.minutes(5),
        }),
      );
    }
  }
}
