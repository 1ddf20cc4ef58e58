import { done, type Outcome, reject } from '../../core/decision.ts';
import { decideVersion, type VersionCommand } from '../../core/version/decide.ts';
import { VERSION } from '../../core/version/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { ReviewRequest, RevokeRequest, SetTagsRequest, VersionResponse } from '../../schemas/version.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { findVersion } from './find-version.ts';
import { versionResponse } from './version-response.ts';

type OfVersion<B> = RouteInput<{ readonly name: string; readonly version: string }, unknown, B>;

const change = (
  world: World,
  { params }: OfVersion<unknown>,
  call: Call,
  command: VersionCommand,
): Promise<Outcome<VersionResponse>> =>
  transact(world, call, async (tx) => {
    const found = await findVersion(tx, params.name, params.version);
    if (!found.ok) return found;
    const { key, state, revision } = found.value;
    if (call.ifMatch !== undefined && call.ifMatch !== revision) return reject('precondition_failed', { revision });
    const decision = decideVersion(command, state);
    if (!decision.ok) return decision;
    return done(versionResponse(tx.append(VERSION, key, decision.events), revision + decision.events.length));
  });

/** Sets all tags of a version at once. @returns `version_unknown`, `precondition_failed` */
export const setTags = (
  world: World,
  input: OfVersion<SetTagsRequest>,
  call: Call,
): Promise<Outcome<VersionResponse>> =>
  change(world, input, call, { type: 'SetTags', at: call.at, tags: input.body.tags });

/**
 * A person's verdict. `failed` makes the version invalid; a later `passed` of anybody but its authors heals it.
 * @returns `version_unknown`, `version_revoked`, `approval_by_author`, `precondition_failed`
 */
export const reviewVersion = (
  world: World,
  input: OfVersion<ReviewRequest>,
  call: Call,
): Promise<Outcome<VersionResponse>> =>
  change(world, input, call, {
    type: 'ReviewVersion',
    controlPlane: world.controlPlane,
    verdict: {
      check: 'review',
      result: input.body.verdict,
      at: call.at,
      by: call.principal.subject,
      note: input.body.note,
      findings: [],
    },
  });

/**
 * Takes a version out of use: no new release may hold it. Where it runs it goes on running, and shows as drift.
 * @returns `version_unknown`, `precondition_failed`
 */
export const revokeVersion = (
  world: World,
  input: OfVersion<RevokeRequest>,
  call: Call,
): Promise<Outcome<VersionResponse>> =>
  change(world, input, call, {
    type: 'RevokeVersion',
    at: call.at,
    by: call.principal.subject,
    justification: input.body.justification,
  });
