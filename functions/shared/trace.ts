import type { World } from '../../usecases/ports.ts';

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/;
const ZEROS = /^0+$/;

const hex = (ids: World['ids'], length: number): string => Buffer.from(ids.bytes(length)).toString('hex');
/** A UUID is sixteen bytes, of which all but six bits are random, and drawing one costs least. */
const newTraceId = (ids: World['ids']): string => ids.uuid().replaceAll('-', '');

/** The caller's W3C `traceparent`, or one of ours when it is absent or malformed (Trace Context §4.3). */
export function traceparentOf(header: string | undefined, ids: World['ids']): string {
  const [, traceId = '0', parentId = '0'] = TRACEPARENT.exec(header ?? '') ?? [];
  if (header && !header.startsWith('ff') && !ZEROS.test(traceId) && !ZEROS.test(parentId)) return header;
  return `00-${newTraceId(ids)}-${hex(ids, 8)}-00`;
}

/** The trace a request belongs to, for who asks nobody further; one of ours when the caller names none. */
export const traceIdIn = (header: string | undefined, ids: World['ids']): string =>
  header === undefined ? newTraceId(ids) : traceIdOf(traceparentOf(header, ids));

/** Trace id of a well-formed `traceparent`. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
