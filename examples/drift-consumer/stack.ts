import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** `busName`: output `Bus` of Plumbline's stack. `pattern` narrows the rule further, such as to one cluster. */
export interface DriftConsumerProps extends StackProps {
  readonly busName: string;
  readonly clusters?: readonly string[];
}

/**
 * A rule on Plumbline's bus, a queue with a dead-letter queue, a function, and a table with one row for each incident.
 * The queue is what keeps a burst (a bad release makes a whole cluster drift at once) from becoming a burst of functions.
 */
export class DriftConsumerStack extends Stack {
  constructor(scope: Construct, id: string, { busName, clusters, ...props }: DriftConsumerProps) {
    super(scope, id, props);
    const incidents = new Table(this, 'Incidents', {
      partitionKey: { name: 'incident', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deadLetters = this.queue('DeadLetters', { retentionPeriod: Duration.days(14) });
    const visibilityTimeout = Duration.seconds(60);
    const events = this.queue('Events', {
      visibilityTimeout,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    const detail = clusters && { about: { cluster: [...clusters] } };
    new Rule(this, 'Drift', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', busName),
      eventPattern: {
        source: ['plumbline'],
        detailType: ['DriftDetected', 'DriftResolved'],
        ...(detail && { detail }),
      },
      targets: [new SqsQueue(events, { deadLetterQueue: deadLetters })],
    });
    const consumer = new NodejsFunction(this, 'Consumer', {
      entry: new URL('handler.ts', import.meta.url).pathname,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(10),
      environment: { INCIDENTS_TABLE: incidents.tableName },
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        minify: true,
        mainFields: ['module', 'main'],
        externalModules: [],
      },
    });
    consumer.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [incidents.tableArn] }));
    consumer.addEventSource(new SqsEventSource(events, { batchSize: 10, reportBatchItemFailures: true }));
    new CfnOutput(this, 'IncidentsTable', { value: incidents.tableName });
    new CfnOutput(this, 'DeadLetterQueue', { value: deadLetters.queueUrl });
  }

  private queue(id: string, more: ConstructorParameters<typeof Queue>[2]): Queue {
    return new Queue(this, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...more });
  }
}
