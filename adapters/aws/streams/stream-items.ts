import { HEAD_SORT, PARTITIONS } from '../../../schemas/aws-tables.ts';
import type { StoredEvent, StreamId } from '../../../schemas/event.ts';
import type { Json } from '../../../schemas/words.ts';
import type { CommandRecord, Head } from '../../../usecases/ports.ts';
import type { Item } from '../dynamodb/dynamo-call.ts';
import { keys, number, numberIn, ONLY, text, textIn } from '../dynamodb/items.ts';
import { arrivedAt, shardOf } from './arrivals.ts';

export const headKeys = (stream: StreamId) => keys(stream, HEAD_SORT);

/** Sorts before the head, in order of revisions. */
export const eventSort = (revision: number): string => `E#${String(revision).padStart(16, '0')}`;

/** Key in the list of its kind: keys in order, and streams of one key by authority. A space sorts before all that keys hold. */
export const listKey = (stream: StreamId): string => {
  const [authority = '', , key = ''] = stream.split('/');
  return `${key} ${authority}`;
};

export function headItem({ stream, revision, hash, at }: Head, state: string, stamp: string): Item {
  const kind = stream.split('/')[1] ?? '';
  return {
    ...headKeys(stream),
    revision: number(revision),
    hash: text(hash),
    at: text(at),
    state: text(state),
    kind: text(kind),
    key: text(listKey(stream)),
    feed: text(shardOf(stream)),
    arrived: text(arrivedAt(stamp, stream)),
  };
}

export const toHead = (item: Item): Head => ({
  stream: textIn(item, 'pk'),
  revision: numberIn(item, 'revision'),
  hash: textIn(item, 'hash'),
  state: JSON.parse(textIn(item, 'state')) as Json,
  at: textIn(item, 'at'),
});

/** Payload and salt stand apart from the envelope, so that erasing takes them away without reading or rewriting it. */
export const ERASABLE = ['payload', 'salt'] as const;

export function eventItem({ payload, salt, ...envelope }: StoredEvent, erased: boolean): Item {
  const kept = { ...keys(envelope.stream, eventSort(envelope.revision)), body: text(JSON.stringify(envelope)) };
  if (erased || payload === null) return kept;
  return { ...kept, payload: text(JSON.stringify(payload)), ...(salt === null ? {} : { salt: text(salt) }) };
}

export const toEvent = (item: Item): StoredEvent => ({
  ...(JSON.parse(textIn(item, 'body')) as Omit<StoredEvent, 'payload' | 'salt'>),
  payload: item['payload'] ? (JSON.parse(textIn(item, 'payload')) as StoredEvent['payload']) : null,
  salt: item['salt'] ? textIn(item, 'salt') : null,
});

export const commandKeys = (key: string) => keys(`${PARTITIONS.command}${key}`, ONLY);

/** @param expiresAt Unix seconds from which DynamoDB may take it away */
export const commandItem = ({ key, bodySha256 }: CommandRecord, result: string, expiresAt: number): Item => ({
  ...commandKeys(key),
  bodySha256: text(bodySha256),
  result: text(result),
  expiresAt: number(expiresAt),
});

export const toCommand = (key: string, item: Item): CommandRecord => ({
  key,
  bodySha256: textIn(item, 'bodySha256'),
  result: JSON.parse(textIn(item, 'result')) as Json,
});
