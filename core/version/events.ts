import type { CheckName } from '../../schemas/config.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { Tag } from '../../schemas/version.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { GivenVerdict } from '../verdicts/validation.ts';

/** What a version is, fixed when it is published. */
export interface VersionProfile {
  readonly config: string;
  readonly version: string;
  /** SHA-256 of the content; its bytes lie in the blob namespace named like the config. */
  readonly digest: Sha256;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** The schema it was checked against. */
  readonly schema: string | null;
  readonly requiredVerdicts: readonly CheckName[];
  readonly author: string;
  /** Everybody who wrote this content: the author, and those of the version it came from. */
  readonly authors: readonly string[];
  readonly from: { readonly config: string; readonly version: string } | null;
  readonly note: string | null;
}

export type VersionEvent =
  | ({ readonly type: 'VersionPublished'; readonly at: Instant; readonly tags: readonly Tag[] } & VersionProfile)
  | ({ readonly type: 'VerdictGiven' } & GivenVerdict)
  /** The exact statement to be signed (protocol §2.5), once every demanded verdict has passed. */
  | { readonly type: 'StatementDrafted'; readonly at: Instant; readonly digest: Sha256; readonly payload: string }
  | { readonly type: 'VersionSigned'; readonly at: Instant; readonly digest: Sha256; readonly envelope: DsseEnvelope }
  | { readonly type: 'TagsSet'; readonly at: Instant; readonly tags: readonly Tag[] }
  | { readonly type: 'VersionRevoked'; readonly at: Instant; readonly by: string; readonly justification: string }
  /** Its bytes go, for good; what was decided and signed about them stays. */
  | {
      readonly type: 'ContentErased';
      readonly at: Instant;
      readonly by: string;
      readonly digest: Sha256;
      readonly justification: string;
    };
