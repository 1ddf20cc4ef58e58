import type { StoredEvent } from '../../schemas/event.ts';
import type { JsonObject } from '../stream.ts';
import { type RowKey, streamName, type View } from './view.ts';

/** Things an audit question can start from, those with the fewest events first; each is a partition `<about>/<which>`. */
export const AUDIT_ABOUT = ['deployment', 'node', 'snapshot', 'config', 'cluster'] as const;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What an event concerns: its own stream, and what its payload names. */
export function concerns({ stream, payload }: Pick<StoredEvent, 'stream' | 'payload'>): Map<string, string> {
  const { kind, key } = streamName(stream);
  const found = new Map<string, string>();
  const add = (about: string, which: unknown) => {
    const name = text(which);
    if (name !== undefined && !found.has(about)) found.set(about, name);
  };
  if (AUDIT_ABOUT.some((about) => about === kind)) add(kind, key);
  if (kind === 'version') add('config', key.split('@')[0]);
  if (kind === 'snapshot-revision') add('snapshot', key.split('@')[0]);
  if (kind === 'access') add(key.split(':')[0] ?? '', key.slice(key.indexOf(':') + 1));
  // An erasure concerns what the erased event did.
  const said = (payload?.['keptPayload'] as JsonObject | undefined) ?? payload;
  add('cluster', said?.['cluster']);
  add('config', said?.['config']);
  add('deployment', said?.['deploymentId']);
  return found;
}

const keys = (event: StoredEvent): RowKey[] => {
  const sort = `${event.at}#${event.stream}#${String(event.revision).padStart(10, '0')}`;
  const partitions = [
    'all',
    `actor/${event.actor}`,
    `type/${event.type}`,
    `trace/${event.traceId}`,
    ...[...concerns(event)].map(([about, which]) => `${about}/${which}`),
  ];
  return partitions.map((partition) => ({ partition, sort }));
};

/** Who did what when, in order of time, by each question of `GET /audit/events`; the events themselves stay in their streams. */
export const auditView: View = {
  name: 'audit',
  keys,
  fold: (_row, { stream, revision, type, at, actor, role, traceId }) => ({
    stream,
    revision,
    type,
    at,
    actor,
    role,
    traceId,
  }),
};
