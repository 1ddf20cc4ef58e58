import type { ConfigName, Instant, SemVer, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision } from '../decision.ts';
import type { ClusterEvent } from './events.ts';
import type { ClusterState } from './state.ts';

export interface NoteRevoked {
  readonly at: Instant;
  readonly config: ConfigName;
  readonly version: SemVer;
  readonly digest: Sha256;
}

/** Remembers that content this cluster runs was revoked; once. The rule that shows it on nodes is core/drift's. */
export const decideRevoked = (found: NoteRevoked, { revoked }: ClusterState): Decision<ClusterEvent> =>
  revoked.some(({ config, digest }) => config === found.config && digest === found.digest)
    ? accept()
    : accept({ type: 'RevokedContentFound', ...found });
