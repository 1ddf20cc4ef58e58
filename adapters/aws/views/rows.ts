import { PARTITIONS } from '../../../schemas/aws-tables.ts';
import type { StreamId } from '../../../schemas/event.ts';
import type { ViewRow } from '../../../usecases/ports.ts';
import type { Item } from '../dynamodb/dynamo-call.ts';
import { keys, ONLY, textIn } from '../dynamodb/items.ts';

export const viewPartition = (view: string, partition: string): string => `${PARTITIONS.view}${view}#${partition}`;

export const markKeys = (stream: StreamId) => keys(`${PARTITIONS.mark}${stream}`, ONLY);

export const toRow = (partition: string, item: Item): ViewRow => ({
  partition,
  sort: textIn(item, 'sk'),
  doc: JSON.parse(textIn(item, 'doc')) as ViewRow['doc'],
});
