import type { CheckName, RailName } from '../../schemas/config.ts';
import type { Strategy } from '../../schemas/strategy.ts';
import type { Environment, Instant, Risk, Sha256 } from '../../schemas/words.ts';

/** What a config is, fixed when it is created. */
export interface ConfigProfile {
  readonly name: string;
  readonly service: string;
  readonly environment: Environment;
  readonly kind: string;
  readonly rail: RailName;
  readonly schema: string | null;
  readonly requiredVerdicts: readonly CheckName[];
  readonly defaultStrategy: Strategy | null;
  readonly riskFloor: Risk;
  readonly owner: string;
  readonly description: string | null;
}

export type ConfigEvent =
  | ({ readonly type: 'ConfigCreated'; readonly at: Instant; readonly by: string } & ConfigProfile)
  /** The name is taken for ever; the version's own stream begins in the same append. */
  | {
      readonly type: 'VersionAdded';
      readonly at: Instant;
      readonly version: string;
      readonly digest: Sha256;
      /** Why a version below another one of its line was allowed. */
      readonly justification: string | null;
    }
  /** These bytes are being erased; nothing of this digest is published before `until`. */
  | { readonly type: 'ErasureBegun'; readonly at: Instant; readonly digest: Sha256; readonly until: Instant };
