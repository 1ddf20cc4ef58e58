import { STREAM_LIMITS } from '../../core/stream.ts';
import type { Json } from '../../schemas/words.ts';
import type { CommandRecord, StreamWrite } from '../../usecases/ports.ts';

/** An append as texts, with its sizes taken once for every store. */
export interface MeasuredAppend {
  readonly writes: readonly {
    readonly write: StreamWrite;
    readonly state: string;
    readonly events: readonly { readonly revision: number; readonly body: string }[];
  }[];
  readonly result: string;
  /** Whether STREAM_LIMITS are passed. */
  readonly tooLarge: boolean;
}

/**
 * @throws when revisions have gaps, the head is not the last event's, or a stream is written twice: faults of the
 * caller, never of a user
 */
export function measureAppend(writes: readonly StreamWrite[], command: CommandRecord): MeasuredAppend {
  if (new Set(writes.map(({ stream }) => stream)).size !== writes.length) throw new Error('a stream is written twice');
  for (const write of writes) assertContiguous(write);
  const texts = writes.map((write) => ({
    write,
    state: text(write.head.state),
    headBytes: bytes(text(write.head as unknown as Json)),
    events: write.events.map((event) => ({ revision: event.revision, body: JSON.stringify(event) })),
  }));
  const result = text(command.result);
  const items = writes.reduce((sum, { events, erase }) => sum + 1 + events.length + (erase?.length ?? 0), 0);
  const eventBytes = texts.flatMap(({ events }) => events.map(({ body }) => bytes(body)));
  const tooLarge =
    writes.length > STREAM_LIMITS.streamsPerAppend ||
    items > STREAM_LIMITS.itemsPerAppend ||
    bytes(result) > STREAM_LIMITS.resultBytes ||
    texts.some(({ headBytes }) => headBytes > STREAM_LIMITS.headBytes) ||
    eventBytes.some((size) => size > STREAM_LIMITS.eventBytes) ||
    eventBytes.reduce((sum, size) => sum + size, 0) > STREAM_LIMITS.appendBytes;
  return { writes: texts, result, tooLarge };
}

const text = (value: Json): string => JSON.stringify(value);
const bytes = (value: string): number => Buffer.byteLength(value);

function assertContiguous({ stream, expectedRevision, events, head }: StreamWrite): void {
  const last = events.at(-1);
  const contiguous = events.every(({ revision }, index) => revision === expectedRevision + 1 + index);
  if (!last || !contiguous || head.revision !== last.revision || head.stream !== stream) {
    throw new Error(`events of ${stream} do not follow revision ${expectedRevision}`);
  }
}
