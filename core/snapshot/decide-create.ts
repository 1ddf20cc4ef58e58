import type { Instant } from '../../schemas/words.ts';
import { done, type Outcome, reject } from '../decision.ts';
import type { RevisionEvent, RevisionProfile, SnapshotEvent } from './events.ts';

/**
 * The next revision of a name: an event for the name, and the first one of the revision's own stream.
 * @returns `snapshot_empty`
 */
export function decideCreateRevision(
  at: Instant,
  profile: RevisionProfile,
): Outcome<{ readonly ofName: SnapshotEvent; readonly ofRevision: RevisionEvent }> {
  if (profile.configCount === 0) return reject('snapshot_empty');
  const { revision, digest } = profile;
  return done({
    ofName: { type: 'SnapshotRevised', at, revision, digest },
    ofRevision: { type: 'SnapshotCreated', at, ...profile },
  });
}
