import * as z from 'zod';
import { StreamId } from '../event.ts';
import { Count, Instant } from '../words.ts';
import { CLUSTER_EVENTS } from './cluster.ts';
import { CONTENT_EVENTS } from './content.ts';
import { DEPLOYMENT_EVENTS } from './deployment.ts';
import { described } from './described.ts';
import { NODE_EVENTS } from './node.ts';
import { EVENT_SCHEMA_VERSION } from './source.ts';

/** Every event that leaves: what is not here stays inside. The promise to consumers is in docs/events.md. */
export const EVENTS = { ...CONTENT_EVENTS, ...CLUSTER_EVENTS, ...DEPLOYMENT_EVENTS, ...NODE_EVENTS };
export type EventType = keyof typeof EVENTS;

const name = z.string().optional();

/** `detail` of an event on the bus; embedded, the same in each line of the events file. */
export const EventDetail = <T extends z.ZodType>(data: T) =>
  z.strictObject({
    id: described(z.string(), 'de-duplicate on this: stream and revision, the same however often it is delivered'),
    schemaVersion: described(z.literal(EVENT_SCHEMA_VERSION), 'raised only by a change that would break you'),
    controlPlane: described(z.string(), 'which control plane; `controlPlane` of everything it signs'),
    authority: described(z.string(), 'the region that alone writes this stream'),
    stream: described(StreamId, 'authority/kind/key of the thing that changed'),
    revision: described(Count.min(1), 'place in that stream: without gaps in the history, with gaps on the bus'),
    at: described(Instant, 'when it was decided, to the millisecond'),
    actor: described(z.string(), 'who did it: a subject, a node, or the system'),
    role: z.string(),
    traceId: described(z.string(), 'W3C trace id; `plumb audit events --trace` finds all that belongs together'),
    about: described(
      z.strictObject({
        cluster: name,
        config: name,
        version: name,
        snapshot: name,
        snapshotRevision: Count.optional(),
        deployment: name,
        node: name,
      }),
      'the things it concerns, by name',
    ),
    data,
    dataOmitted: described(
      z.literal(true).optional(),
      'there was more than EventBridge carries (256 KB), so `data` is missing: read the stream at `revision`',
    ),
  });
