import { done, type Outcome, reject } from '../../core/decision.ts';
import type { RawAnswer } from '../../schemas/api/route.ts';
import type { World } from '../ports.ts';

/** The newest signed checkpoint, a C2SP signed note. @returns `not_found` before the first */
export async function getCheckpoint({ witness }: Pick<World, 'witness'>): Promise<Outcome<RawAnswer>> {
  const note = await witness.last();
  if (note === undefined) return reject('not_found');
  return done({ mediaType: 'text/plain; charset=utf-8', bytes: new TextEncoder().encode(note) });
}
