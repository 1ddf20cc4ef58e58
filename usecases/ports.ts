/* What the core needs from the world: the narrow waist. Each guarantee stands where its interface is declared. */
import type { AuditLog, Witness } from './ports/audit-log.ts';
import type { Blobs } from './ports/blobs.ts';
import type { Bus } from './ports/bus.ts';
import type { Positions } from './ports/feed.ts';
import type { Issuing } from './ports/issuing.ts';
import type { Keyring, Signer } from './ports/keys.ts';
import type { Pulses } from './ports/pulses.ts';
import type { SchemaRunner } from './ports/schema-runner.ts';
import type { Settings } from './ports/settings.ts';
import type { Streams } from './ports/streams.ts';
import type { Clock, Ids } from './ports/surroundings.ts';
import type { Views } from './ports/views.ts';
import type { Workflow } from './ports/workflow.ts';
import type { YamlReader } from './ports/yaml-reader.ts';

export type * from './ports/audit-log.ts';
export type * from './ports/blobs.ts';
export type * from './ports/bus.ts';
export type * from './ports/feed.ts';
export type * from './ports/issuing.ts';
export type * from './ports/keys.ts';
export type * from './ports/pulses.ts';
export type * from './ports/schema-runner.ts';
export type * from './ports/settings.ts';
export type * from './ports/streams.ts';
export type * from './ports/surroundings.ts';
export type * from './ports/views.ts';
export type * from './ports/workflow.ts';
export type * from './ports/yaml-reader.ts';

/** Everything a use case may touch. Narrow it with Pick where less is enough. */
export interface World {
  /** Region that writes here; first part of every stream id. */
  readonly authority: string;
  /** Id of this control plane: `aud` of assertions, `controlPlane` of documents. */
  readonly controlPlane: string;
  readonly streams: Streams;
  readonly pulses: Pulses;
  readonly blobs: Blobs;
  readonly signer: Signer;
  readonly issuing: Issuing;
  readonly keyring: Keyring;
  readonly workflow: Workflow;
  readonly bus: Bus;
  readonly views: Views;
  readonly positions: Positions;
  readonly log: AuditLog;
  readonly witness: Witness;
  readonly schemas: SchemaRunner;
  readonly yaml: YamlReader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: Settings;
}
