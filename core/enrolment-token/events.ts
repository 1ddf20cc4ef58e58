import type { ClusterName, Instant, Labels, Sha256 } from '../../schemas/words.ts';

export type EnrolmentTokenEvent =
  | {
      type: 'EnrolmentTokenCreated';
      at: Instant;
      by: string;
      cluster: ClusterName;
      uses: number;
      expiresAt: Instant;
      labels: Labels;
      /** The secret itself is nowhere stored. */
      secretSha256: Sha256;
      /** A replacement token enrols a new key of this node and nothing else. */
      node: string | null;
    }
  | { type: 'EnrolmentTokenUsed'; at: Instant; node: string; thumbprint: Sha256 }
  | { type: 'EnrolmentTokenWithdrawn'; at: Instant };
