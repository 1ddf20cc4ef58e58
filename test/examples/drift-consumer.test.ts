import { ConditionalCheckFailedException, type DynamoDBClient, type PutItemCommand } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeHandler } from '../../examples/drift-consumer/handler.ts';
import type { DriftEvent } from '../../examples/drift-consumer/incident.ts';
import { DriftConsumerStack } from '../../examples/drift-consumer/stack.ts';
import { publishedEvent } from '../support/published-event.ts';

const AT = '2026-11-22T09:30:00.000Z';
const NODE = 'node-0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const CLUSTER = 'fees.production';

/** An event as the bus delivers it; checked against the schema it is published by. */
function drift(
  revision: number,
  type = revision % 2 === 1 ? 'DriftDetected' : 'DriftResolved',
  config = 'fees',
): DriftEvent {
  const stream = `eu-west-1/node/${NODE}`;
  const id = `${stream}#${revision}`;
  const data = {
    cluster: CLUSTER,
    kind: 'config',
    rule: 'config_digest_mismatch',
    config,
    expected: 'a'.repeat(64),
    observed: 'b'.repeat(64),
    severity: 'high',
    since: AT,
  };
  const envelope = {
    id,
    schemaVersion: 1,
    controlPlane: 'plumbline-1',
    authority: 'eu-west-1',
    stream,
    revision,
    at: AT,
  };
  const who = { actor: NODE, role: 'Node', traceId: '1'.repeat(32), about: { node: NODE, cluster: CLUSTER } };
  const detail = { ...envelope, ...who, data };
  publishedEvent({ id, type, time: AT, traceId: who.traceId, detail });
  return { source: 'plumbline', 'detail-type': type, detail };
}

/** A table that holds PutItem to its condition. */
function memoryTable() {
  const rows = new Map<string, Record<string, { S?: string; N?: string }>>();
  const send = async ({ input }: PutItemCommand) => {
    expect(input).toMatchObject({
      TableName: 'incidents',
      ConditionExpression: 'attribute_not_exists(incident) OR revision < :revision',
    });
    const { Item = {}, ExpressionAttributeValues = {} } = input;
    const key = Item['incident']?.S ?? '';
    const kept = rows.get(key);
    if (kept && Number(kept['revision']?.N) >= Number(ExpressionAttributeValues[':revision']?.N))
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    rows.set(key, Item as Record<string, { S?: string; N?: string }>);
    return {};
  };
  return { rows, client: { send } as unknown as Pick<DynamoDBClient, 'send'> };
}

const batch = (...bodies: readonly unknown[]) =>
  ({
    Records: bodies.map((body, at) => ({
      messageId: `m-${at}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })),
  }) as SQSEvent;

const consumer = () => {
  const { rows, client } = memoryTable();
  const lines: object[] = [];
  return { rows, lines, handle: makeHandler(client, 'incidents', (line) => lines.push(line)) };
};
const NOTHING_FAILED = { batchItemFailures: [] };

describe('an incident', () => {
  it('is opened by DriftDetected and resolved by DriftResolved', async () => {
    const { rows, handle, lines } = consumer();
    expect(await handle(batch(drift(1)))).toStrictEqual(NOTHING_FAILED);
    expect([...rows.values()]).toStrictEqual([
      {
        incident: { S: `plumbline-1/${NODE}/config_digest_mismatch/fees` },
        status: { S: 'open' },
        node: { S: NODE },
        cluster: { S: CLUSTER },
        severity: { S: 'high' },
        difference: { S: `config_digest_mismatch: expected ${'a'.repeat(64)}, observed ${'b'.repeat(64)}` },
        since: { S: AT },
        changedAt: { S: AT },
        revision: { N: '1' },
        eventId: { S: `eu-west-1/node/${NODE}#1` },
      },
    ]);
    await handle(batch(drift(2)));
    expect([...rows.values()].map(({ status }) => status?.S)).toStrictEqual(['resolved']);
    expect(lines).toMatchObject([
      { code: 'incident_kept', status: 'open' },
      { code: 'incident_kept', status: 'resolved' },
    ]);
  });

  it('stands in the end as the last event says, in whatever order and however often they come', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }).chain((last) => {
          const all = Array.from({ length: last }, (_, at) => at + 1);
          return fc
            .array(fc.constantFrom(...all), { maxLength: 6 })
            .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: last + again.length }));
        }),
        async (revisions) => {
          const { rows, handle } = consumer();
          for (const revision of revisions) expect(await handle(batch(drift(revision)))).toStrictEqual(NOTHING_FAILED);
          const last = Math.max(...revisions);
          expect([...rows.values()].map(({ status, revision }) => [status?.S, revision?.N])).toStrictEqual([
            [last % 2 === 1 ? 'open' : 'resolved', `${last}`],
          ]);
        },
      ),
      { numRuns: 50 },
    ));

  it('is one for each config of a node', async () => {
    const { rows, handle } = consumer();
    await handle(batch(drift(1), drift(3, 'DriftDetected', 'rates')));
    expect(rows.size).toBe(2);
  });
});

describe('a batch', () => {
  it('passes over events about something else', async () => {
    const { rows, handle } = consumer();
    expect(
      await handle(batch({ ...drift(1), 'detail-type': 'NodeStale' }, { ...drift(1), source: 'other' })),
    ).toStrictEqual(NOTHING_FAILED);
    expect(rows.size).toBe(0);
  });

  it.each([
    { what: 'what is no JSON', body: 'not json' },
    { what: 'a later schema version', body: { ...drift(1), detail: { ...drift(1).detail, schemaVersion: 2 } } },
  ])('names $what as failed, and keeps the others', async ({ body }) => {
    const { rows, handle } = consumer();
    expect(await handle(batch(body, drift(1)))).toStrictEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
    expect(rows.size).toBe(1);
  });

  it('fails where the table does, so that it comes again', async () => {
    const client = { send: async () => Promise.reject(new Error('throttled')) } as unknown as Pick<
      DynamoDBClient,
      'send'
    >;
    const handle = makeHandler(client, 'incidents', () => {});
    expect(await handle(batch(drift(1)))).toStrictEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
  });
});

describe('the stack', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(
    new DriftConsumerStack(app, 'Consumer', { busName: 'plumbline', clusters: [CLUSTER] }),
  );

  it('takes drift of these clusters from the bus, by name', () =>
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'plumbline',
      EventPattern: {
        source: ['plumbline'],
        'detail-type': ['DriftDetected', 'DriftResolved'],
        detail: { about: { cluster: [CLUSTER] } },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })],
    }));

  it('sets messages aside that fail five times', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: { maxReceiveCount: 5 } });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('lets the function do one thing to one table', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      (policy) => policy['Properties'].PolicyDocument.Statement as { Action: string | string[] }[],
    );
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('dynamodb:'))).toStrictEqual(
      ['dynamodb:PutItem'],
    );
  });
});
