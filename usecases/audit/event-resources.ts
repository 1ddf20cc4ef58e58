import { ENROLMENT_TOKEN } from '../../core/enrolment-token/evolve.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import { IDENTITY_KEY } from '../../core/node/record/identity-key.ts';
import { SNAPSHOT } from '../../core/snapshot/evolve.ts';
import { streamName } from '../../core/views/view.ts';
import type { AuditQuery } from '../../schemas/audit.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import type { Resource } from '../access/may-read.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';
import { concernsOf } from './shown-event.ts';
import { streamResources } from './stream-resources.ts';

type Needs = Pick<World, 'streams' | 'blobs' | 'authority'>;

/** Streams of one cluster each: an event that names it needs no look at the stream, and there are as many as nodes. */
const OF_ONE_CLUSTER: ReadonlySet<string> = new Set([NODE.kind, IDENTITY_KEY.kind, ENROLMENT_TOKEN.kind]);

/** Everything that the things named in a question tell about, as far as they can be guessed by their names. */
export async function questionResources(
  world: Needs,
  { config, cluster, snapshot }: Pick<AuditQuery, 'config' | 'cluster' | 'snapshot'>,
): Promise<readonly Resource[]> {
  return [
    ...(config === undefined ? [] : [{ config }]),
    ...(cluster === undefined ? [] : [{ cluster }]),
    ...(snapshot === undefined ? [] : await streamResources(world, streamId(world.authority, SNAPSHOT.kind, snapshot))),
  ];
}

/** Everything an event tells about; each stream is looked up once for one asking. */
export function eventResources(world: Needs): (event: StoredEvent) => Promise<readonly Resource[]> {
  const known = new Map<string, Promise<readonly Resource[]>>();
  return async (event) => {
    const about = await concernsOf(world, event);
    const named = (['config', 'cluster'] as const).flatMap((name): Resource[] => {
      const which = about.get(name);
      return which === undefined ? [] : [name === 'config' ? { config: which } : { cluster: which }];
    });
    if (about.has('cluster') && OF_ONE_CLUSTER.has(streamName(event.stream).kind)) return named;
    const ofStream = known.get(event.stream) ?? streamResources(world, event.stream);
    known.set(event.stream, ofStream);
    return [...named, ...(await ofStream)];
  };
}
