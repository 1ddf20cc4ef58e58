import { concerns } from '../../core/views/audit.ts';
import { streamName } from '../../core/views/view.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import { EVENT_SCHEMA_VERSION } from '../../schemas/events/source.ts';
import MEMBERS from '../../schemas/generated/event-members.json' with { type: 'json' };
import type { ClusterName, Json } from '../../schemas/words.ts';
import type { BusEvent } from '../ports.ts';
import { INTERNAL } from './internal-events.ts';

/** What a payload holds as one object is told as members of `data` itself, so that rules can be short. */
const LIFTED: { readonly [type: string]: string } = {
  DriftDetected: 'finding',
  DriftResolved: 'finding',
  PhaseReleased: 'phase',
  HealthBreached: 'breach',
} satisfies Partial<Record<keyof typeof MEMBERS, string>>;

/** What the events of a stream share and do not say each. */
export interface BusContext {
  readonly controlPlane: string;
  /** Of the deployment whose events these are. */
  readonly cluster?: ClusterName;
}

/**
 * An event as consumers get it (schemas/events), or nothing for one that stays inside. The same event gives the same
 * bytes whenever it is published again, also after its words were erased: words of people are never in it.
 * @throws for a type that neither leaves nor stays by any list: somebody forgot to decide
 */
export function toBusEvent(event: StoredEvent, { controlPlane, cluster }: BusContext): BusEvent | undefined {
  const { stream, revision, type, at, actor, role, traceId, authority, payload } = event;
  if (Object.hasOwn(INTERNAL, type)) return undefined;
  const members = Object.hasOwn(MEMBERS, type) ? MEMBERS[type as keyof typeof MEMBERS] : undefined;
  if (!members) throw new Error(`${type} has no published shape and is not internal`);
  // An erased payload of which nothing was kept has nothing left to tell.
  if (!payload) return undefined;
  const { [LIFTED[type] ?? '']: lifted, ...rest } = payload;
  const id = `${stream}#${revision}`;
  const about = {
    ...(cluster === undefined ? {} : { cluster }),
    ...nameOf(stream),
    ...Object.fromEntries(concerns(event)),
  };
  const envelope = {
    id,
    schemaVersion: EVENT_SCHEMA_VERSION,
    controlPlane,
    authority,
    stream,
    revision,
    at,
    actor,
    role,
  };
  const data = told({ ...rest, ...(lifted as object | undefined) }, members);
  return { id, type, time: at, traceId, detail: { ...envelope, traceId, about, data } };
}

/** What a stream's id says beyond what its events name. */
function nameOf(stream: string): { version?: string; snapshotRevision?: number } {
  const { kind, key } = streamName(stream);
  const which = key.slice(key.indexOf('@') + 1);
  if (kind === 'version') return { version: which };
  return kind === 'snapshot-revision' ? { snapshotRevision: Number(which) } : {};
}

interface Members {
  readonly [member: string]: number | Members;
}

/** Of a value, the members that are listed. */
function told(value: Json, members: Members): Json {
  if (Array.isArray(value)) return value.map((item) => told(item, members));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
      const wanted = Object.hasOwn(members, name) ? members[name] : undefined;
      if (wanted === undefined) return [];
      return [[name, typeof wanted === 'number' ? inner : told(inner, wanted)]];
    }),
  );
}
