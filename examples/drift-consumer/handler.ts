import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type DriftEvent, incidentOf } from './incident.ts';
import { keepIncident } from './keep-incident.ts';

/**
 * Each message holds one event as EventBridge gives it. What fails is named, comes again, and ends in the dead-letter
 * queue after five times; the others of its batch are done.
 */
export const makeHandler =
  (dynamo: Pick<DynamoDBClient, 'send'>, table: string, log: (line: object) => void) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of Records)
      try {
        const incident = incidentOf(JSON.parse(body) as DriftEvent);
        if (!incident) continue;
        const outcome = await keepIncident(dynamo, table, incident);
        // Here a team would page somebody: only for what was kept, so once for each change.
        log({ code: `incident_${outcome}`, ...incident });
      } catch (error) {
        log({ code: 'incident_failed', messageId, error: String(error) });
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    return { batchItemFailures };
  };

export const handler = makeHandler(new DynamoDBClient(), process.env['INCIDENTS_TABLE'] ?? '', (line) =>
  console.log(JSON.stringify(line)),
);
