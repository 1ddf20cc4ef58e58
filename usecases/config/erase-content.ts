import { decideErasure } from '../../core/config/decide-erasure.ts';
import { CONFIG } from '../../core/config/evolve.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { decideVersion } from '../../core/version/decide.ts';
import { VERSION } from '../../core/version/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { EraseContentRequest, VersionResponse } from '../../schemas/version.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { type Transaction, transact } from '../transact.ts';
import { findVersion } from './find-version.ts';
import { versionResponse } from './version-response.ts';
import { versionsWithContent } from './versions-with-content.ts';

type Input = RouteInput<{ readonly name: string; readonly version: string }, unknown, EraseContentRequest>;
type ErasingWorld = Pick<World, 'streams' | 'ids' | 'authority' | 'blobs'>;

/**
 * Erases the content of a revoked version, and so of every version of the config with the same digest: all are revoked,
 * and all say so. First that it is erased is written, then the bytes go: from the append on nobody is given them, and
 * asked again after a failure in between, the command ends what it began.
 * @returns `version_unknown`, `version_not_revoked`, `precondition_failed`; `content_in_use` with the versions that are
 * not revoked; `too_large` when more than 24 versions have this content
 */
export async function eraseContent(
  world: ErasingWorld,
  { params: { name, version }, body: { justification } }: Input,
  call: Call,
): Promise<Outcome<VersionResponse>> {
  const erased = await transact(world, call, async (tx) => {
    const found = await findVersion(tx, name, version);
    if (!found.ok) return found;
    const { key, state, revision } = found.value;
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const command = { type: 'EraseContent', at: call.at, by: call.principal.subject, justification } as const;
    const decision = decideVersion(command, state);
    if (!decision.ok) return decision;
    if (decision.events.length === 0) return done(versionResponse(state, revision));
    const { digest } = state.profile;
    const all = await versionsWithContent(world, tx, name, digest);
    const inUse = all.filter((each) => !each.state.revoked).map((each) => each.version);
    if (inUse.length > 0) return reject('content_in_use', { digest, versions: inUse });
    for (const each of all) {
      const too = decideVersion(command, each.state);
      if (!too.ok) return too;
      tx.append(VERSION, each.key, too.events);
    }
    const begun = await beginErasure(tx, name, digest, call);
    if (!begun.ok) return begun;
    const after = await tx.load(VERSION, key);
    return done(versionResponse(after.state, after.revision));
  });
  if (!erased.ok) return erased;
  const { digest } = erased.value;
  const mayGo = await bytesMayGo(world, name, digest, call);
  if (!mayGo.ok) return mayGo;
  if (mayGo.value) await world.blobs.erase(name, digest);
  return erased;
}

/**
 * Whether the bytes of an erased digest may go now: never when it was published again since. When the erasure began
 * long ago it begins again, so that nobody publishes these bytes while they go.
 */
async function bytesMayGo(world: ErasingWorld, name: string, digest: Sha256, call: Call): Promise<Outcome<boolean>> {
  const { key, bodySha256 } = call.command;
  const command = { key: `${key}/bytes/${call.at}`, bodySha256 };
  return transact(world, { ...call, command }, async (tx) => {
    const { state } = await tx.load(CONFIG, name);
    const decision = decideErasure({ at: call.at, digest }, state);
    if (!decision.ok) return decision;
    if (decision.events.length === 0) return done(true);
    const all = await versionsWithContent(world, tx, name, digest);
    if (all.some((each) => !each.state.revoked)) return done(false);
    return beginErasure(tx, name, digest, call);
  });
}

async function beginErasure(tx: Transaction, name: string, digest: Sha256, { at }: Call): Promise<Outcome<true>> {
  const { state } = await tx.load(CONFIG, name);
  const decision = decideErasure({ at, digest }, state);
  if (!decision.ok) return decision;
  tx.append(CONFIG, name, decision.events);
  return done(true);
}
