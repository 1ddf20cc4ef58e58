import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { Tag } from '../../schemas/version.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { StreamKind } from '../stream.ts';
import { type GivenVerdict, validationOf } from '../verdicts/validation.ts';
import type { VersionEvent, VersionProfile } from './events.ts';

export interface VersionState {
  /** null until it is published. */
  readonly profile: VersionProfile | null;
  readonly publishedAt: Instant;
  readonly tags: readonly Tag[];
  /** The newest word of each check that spoke. */
  readonly verdicts: readonly GivenVerdict[];
  readonly validation: 'pending' | 'validated' | 'invalid';
  /** `payload` is base64; `envelope` null until signed. */
  readonly statement: {
    readonly digest: Sha256;
    readonly payload: string;
    readonly envelope: DsseEnvelope | null;
  } | null;
  readonly revoked: { readonly by: string; readonly at: Instant; readonly justification: string } | null;
  /** Absent while there is content, as in every head that was stored before content could be erased. */
  readonly erased?: { readonly by: string; readonly at: Instant; readonly justification: string };
}

const INITIAL: VersionState = {
  profile: null,
  publishedAt: '',
  tags: [],
  verdicts: [],
  validation: 'pending',
  statement: null,
  revoked: null,
};

const withVerdicts = (state: VersionState, verdicts: readonly GivenVerdict[]): VersionState => ({
  ...state,
  verdicts,
  validation: validationOf(state.profile?.requiredVerdicts ?? [], verdicts),
});

const evolve = (state: VersionState, event: VersionEvent): VersionState => {
  switch (event.type) {
    case 'VersionPublished': {
      const { type: _, at, tags, ...profile } = event;
      return withVerdicts({ ...state, profile, publishedAt: at, tags }, []);
    }
    case 'VerdictGiven': {
      const { type: _, ...verdict } = event;
      return withVerdicts(state, [...state.verdicts.filter(({ check }) => check !== verdict.check), verdict]);
    }
    case 'StatementDrafted':
      return { ...state, statement: { digest: event.digest, payload: event.payload, envelope: null } };
    case 'VersionSigned':
      // The first envelope stays: a retry signs the same bytes, and ECDSA gives another signature each time.
      if (state.statement?.digest !== event.digest || state.statement.envelope) return state;
      return { ...state, statement: { ...state.statement, envelope: event.envelope } };
    case 'TagsSet':
      return { ...state, tags: event.tags };
    case 'VersionRevoked':
      return { ...state, revoked: { by: event.by, at: event.at, justification: event.justification } };
    case 'ContentErased':
      return { ...state, erased: { by: event.by, at: event.at, justification: event.justification } };
  }
};

/** Key = `config@version`. */
export const VERSION: StreamKind<VersionState, VersionEvent> = {
  kind: 'version',
  schemaVersion: 1,
  initial: INITIAL,
  evolve,
};

export const versionKey = (config: string, version: string): string => `${config}@${version}`;

/** Revoked outranks signed: the envelope is still there, nobody may rely on it. */
export const signatureOf = ({ revoked, statement }: VersionState): 'unsigned' | 'signed' | 'revoked' => {
  if (revoked) return 'revoked';
  return statement?.envelope ? 'signed' : 'unsigned';
};
