import { EVENT_SOURCE } from '../../../schemas/events/source.ts';
import type { BusEvent } from '../../../usecases/ports.ts';

/** An event as PutEvents takes it. */
export interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time: Date;
  readonly TraceHeader?: string;
}

/** PutEvents takes at most so much in one call, all its entries together. */
export const CALL_BYTES = 256 * 1024;
export const CALL_ENTRIES = 10;

/** As EventBridge counts it: 14 bytes for the time, and the UTF-8 of source, type and detail. */
export const entryBytes = ({ Source, DetailType, Detail }: Entry): number =>
  14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

/**
 * The entry of an event. One that no call could carry loses its `data` and says so (`dataOmitted`): who needs it reads
 * the stream at that revision.
 */
export function entryOf({ type, time, traceId, detail }: BusEvent, bus: string): Entry {
  const entry = {
    EventBusName: bus,
    Source: EVENT_SOURCE,
    DetailType: type,
    Detail: JSON.stringify(detail),
    Time: new Date(time),
    ...traceHeader(traceId),
  };
  if (entryBytes(entry) <= CALL_BYTES) return entry;
  const { data: _, ...rest } = detail;
  return { ...entry, Detail: JSON.stringify({ ...rest, dataOmitted: true }) };
}

/** A W3C trace id written as X-Ray's, which EventBridge hands on to targets. */
const traceHeader = (traceId: string): { readonly TraceHeader?: string } =>
  /^[0-9a-f]{32}$/.test(traceId) ? { TraceHeader: `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)}` } : {};
