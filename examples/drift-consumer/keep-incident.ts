import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Incident } from './incident.ts';

/**
 * Keeps the incident unless what is kept is as new or newer. So an event that comes twice changes nothing, and one that
 * comes late (EventBridge promises no order) changes nothing either.
 */
export async function keepIncident(
  dynamo: Pick<DynamoDBClient, 'send'>,
  table: string,
  incident: Incident,
): Promise<'kept' | 'known'> {
  const Item = Object.fromEntries(
    Object.entries(incident).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: `${value}` } : { S: value },
    ]),
  );
  try {
    await dynamo.send(
      new PutItemCommand({
        TableName: table,
        Item,
        ConditionExpression: 'attribute_not_exists(incident) OR revision < :revision',
        ExpressionAttributeValues: { ':revision': { N: `${incident.revision}` } },
      }),
    );
    return 'kept';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'known';
    throw error;
  }
}
