import { done, type Outcome, reject } from '../../core/decision.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

/**
 * Whether every version of a snapshot may be released as things are now.
 * @returns `version_unknown`, `version_revoked`, `version_invalid` or `version_not_validated`, naming the first one
 */
export async function checkVersions(
  world: Pick<World, 'streams' | 'authority'>,
  configs: SnapshotDocument['configs'],
): Promise<Outcome<null>> {
  for (const [config, { version }] of Object.entries(configs)) {
    const { state } = await loadState(world, VERSION, versionKey(config, version));
    const which = { config, version };
    if (!state.profile) return reject('version_unknown', which);
    if (state.revoked) return reject('version_revoked', which);
    if (state.validation === 'invalid') return reject('version_invalid', which);
    if (state.validation === 'pending') return reject('version_not_validated', which);
  }
  return done(null);
}
