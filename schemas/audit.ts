import * as z from 'zod';
import { StoredEvent, StreamId } from './event.ts';
import {
  ClusterName,
  ConfigName,
  Count,
  DeploymentId,
  Instant,
  Justification,
  NodeId,
  QueryCount,
  SnapshotName,
} from './words.ts';

const PageSize = QueryCount(1, 200).default(50);

/** Questions to the audit log; all given ones must hold. */
export const AuditQuery = z.strictObject({
  from: Instant.optional(),
  to: Instant.optional(),
  actor: z.string().min(1).max(256).optional(),
  type: z
    .string()
    .regex(/^[A-Z][A-Za-z]{2,63}$/)
    .optional(),
  config: ConfigName.optional(),
  cluster: ClusterName.optional(),
  deployment: DeploymentId.optional(),
  node: NodeId.optional(),
  snapshot: SnapshotName.optional(),
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  cursor: z.string().max(1024).optional(),
  limit: PageSize,
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** An event as people read it: `withheld` when an access list keeps its payload from the reader, `erased` when it is gone. */
export const AuditEvent = StoredEvent.extend({ withheld: z.literal(true).optional() }).meta({ id: 'AuditEvent' });

export const AuditPage = z
  .strictObject({ events: z.array(AuditEvent), next: z.string().optional() })
  .meta({ id: 'AuditPage' });

export const EraseEventRequest = z
  .strictObject({ stream: StreamId, revision: Count.min(1), justification: Justification })
  .meta({ id: 'EraseEventRequest' });
export type EraseEventRequest = z.infer<typeof EraseEventRequest>;

/** `erased` is the revision whose words are gone, `revision` the newest one of the stream. */
export const EraseEventResponse = z
  .strictObject({ stream: StreamId, erased: Count.min(1), revision: Count.min(1) })
  .meta({ id: 'ErasedEvent' });
export type EraseEventResponse = z.infer<typeof EraseEventResponse>;

export const LogQuery = z.strictObject({
  /** Index of the first leaf. */
  from: QueryCount(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: QueryCount(1, 256).default(256),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** Leaves of the audit log with the events they stand for; an event that is missing or unreadable comes as null. */
export const LogPage = z
  .strictObject({
    size: Count,
    leaves: z.array(
      z.strictObject({
        index: Count,
        stream: z.string(),
        revision: Count,
        hash: z.string(),
        event: AuditEvent.nullable(),
      }),
    ),
  })
  .meta({ id: 'LogPage' });

export const TileParams = z.strictObject({
  tile: z.string().regex(/^(?:entries|\d{1,2})(?:\/x\d{3})*\/\d{3}(?:\.p\/\d{1,3})?$/),
});
