import type { StreamId } from '../../schemas/event.ts';

/**
 * The bytes of one leaf of the audit log: three lines, the stream, the revision in decimal and the event's chain
 * hash. Names stay out of what is hashed beyond the stream id. @see docs/protocol.md §6
 */
export const leafData = ({
  stream,
  revision,
  hash,
}: {
  stream: StreamId;
  revision: number;
  hash: string;
}): Uint8Array => new TextEncoder().encode(`${stream}\n${revision}\n${hash}\n`);
