/** `source` of every event on the bus; with a type it makes the name of a schema in the registry, `plumbline@DriftDetected`. */
export const EVENT_SOURCE = 'plumbline';

/** Version of the published shapes. Raised only by a change that would break a consumer (docs/events.md). */
export const EVENT_SCHEMA_VERSION = 1;
