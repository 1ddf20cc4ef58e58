import { ACCESS } from './access/evolve.ts';
import { CLUSTER } from './cluster/evolve.ts';
import { CONFIG } from './config/evolve.ts';
import { DEPLOYMENT } from './deployment/evolve.ts';
import { ENROLMENT_TOKEN } from './enrolment-token/evolve.ts';
import { NODE } from './node/record/evolve.ts';
import { IDENTITY_KEY } from './node/record/identity-key.ts';
import { SCHEMA } from './schema/evolve.ts';
import { SNAPSHOT, SNAPSHOT_REVISION } from './snapshot/evolve.ts';
import type { DomainEvent, StreamKind } from './stream.ts';
import { TRUST } from './trust/evolve.ts';
import { VERSION } from './version/evolve.ts';

/** A kind of stream whose state and events only its own noun can name. */
export type AnyStreamKind = StreamKind<unknown, DomainEvent>;

const KINDS: readonly unknown[] = [
  ACCESS,
  CLUSTER,
  CONFIG,
  DEPLOYMENT,
  ENROLMENT_TOKEN,
  IDENTITY_KEY,
  NODE,
  SCHEMA,
  SNAPSHOT,
  SNAPSHOT_REVISION,
  TRUST,
  VERSION,
];

/** Every kind of stream there is, by the name in its stream ids. */
export const STREAM_KINDS: ReadonlyMap<string, AnyStreamKind> = new Map(
  (KINDS as readonly AnyStreamKind[]).map((kind) => [kind.kind, kind]),
);
