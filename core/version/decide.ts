import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { Tag } from '../../schemas/version.ts';
import type { Instant } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import { toBase64 } from '../integrity/base64.ts';
import type { GivenVerdict } from '../verdicts/validation.ts';
import { versionStatementPayload } from '../version-statement/payload.ts';
import type { VersionEvent, VersionProfile } from './events.ts';
import { VERSION, type VersionState } from './evolve.ts';

export type VersionCommand =
  | {
      readonly type: 'PublishVersion';
      readonly at: Instant;
      readonly controlPlane: string;
      readonly profile: VersionProfile;
      readonly tags: readonly Tag[];
      /** Of the automated checks, all passed: what fails is not published. */
      readonly verdicts: readonly GivenVerdict[];
    }
  | { readonly type: 'ReviewVersion'; readonly controlPlane: string; readonly verdict: GivenVerdict }
  | { readonly type: 'KeepSignature'; readonly at: Instant; readonly digest: string; readonly envelope: DsseEnvelope }
  | { readonly type: 'SetTags'; readonly at: Instant; readonly tags: readonly Tag[] }
  | { readonly type: 'RevokeVersion'; readonly at: Instant; readonly by: string; readonly justification: string }
  | { readonly type: 'EraseContent'; readonly at: Instant; readonly by: string; readonly justification: string };

/**
 * The life of one immutable version.
 * @returns `version_exists`, `version_unknown`, `version_revoked`, `approval_by_author` when an author passes the review;
 * `version_not_revoked` when content shall go that somebody may still rely on
 */
export function decideVersion(command: VersionCommand, state: VersionState): Decision<VersionEvent> {
  if (command.type === 'PublishVersion') {
    if (state.profile) return reject('version_exists', { version: state.profile.version });
    const { at, tags, profile, verdicts, controlPlane } = command;
    const published: VersionEvent[] = [
      { type: 'VersionPublished', at, tags, ...profile },
      ...verdicts.map((verdict): VersionEvent => ({ type: 'VerdictGiven', ...verdict })),
    ];
    return accept(...published, ...draftedStatement(published, state, controlPlane, at));
  }
  if (!state.profile) return reject('version_unknown');
  switch (command.type) {
    case 'ReviewVersion': {
      const { verdict, controlPlane } = command;
      if (state.revoked) return reject('version_revoked');
      if (verdict.result === 'passed' && verdict.by !== null && state.profile.authors.includes(verdict.by))
        return reject('approval_by_author');
      if (state.verdicts.some((known) => sameWord(known, verdict))) return accept();
      const given: VersionEvent = { type: 'VerdictGiven', ...verdict };
      return accept(given, ...draftedStatement([given], state, controlPlane, verdict.at));
    }
    case 'KeepSignature': {
      const { at, digest, envelope } = command;
      if (state.statement?.digest !== digest || state.statement.envelope) return accept();
      return accept({ type: 'VersionSigned', at, digest, envelope });
    }
    case 'SetTags':
      if (command.tags.join() === state.tags.join()) return accept();
      return accept({ type: 'TagsSet', at: command.at, tags: command.tags });
    case 'RevokeVersion': {
      const { at, by, justification } = command;
      return state.revoked ? accept() : accept({ type: 'VersionRevoked', at, by, justification });
    }
    case 'EraseContent': {
      const { at, by, justification } = command;
      const { version, digest } = state.profile;
      if (!state.revoked) return reject('version_not_revoked', { version });
      return state.erased ? accept() : accept({ type: 'ContentErased', at, by, digest, justification });
    }
  }
}

/** Whether somebody says again what he said last. */
const sameWord = (a: GivenVerdict, b: GivenVerdict): boolean =>
  a.check === b.check && a.result === b.result && a.by === b.by && a.note === b.note;

/** The statement to sign is fixed in the append that makes the version validated; later words do not draft it again. */
function draftedStatement(
  events: readonly VersionEvent[],
  before: VersionState,
  controlPlane: string,
  at: Instant,
): VersionEvent[] {
  const { profile, validation, verdicts, statement } = events.reduce(VERSION.evolve, before);
  if (!profile || validation !== 'validated' || statement) return [];
  const passed = verdicts.filter(({ check }) => profile.requiredVerdicts.includes(check));
  const { config, version, digest } = profile;
  const payload = versionStatementPayload({ controlPlane, config, version, digest, verdicts: passed });
  return [{ type: 'StatementDrafted', at, digest: payload.digest, payload: toBase64(payload.bytes) }];
}
