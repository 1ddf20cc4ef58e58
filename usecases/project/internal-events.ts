import type { AccessEvent } from '../../core/access/evolve.ts';
import type { PayloadErased } from '../../core/audit/erasing.ts';
import type { ClusterEvent } from '../../core/cluster/events.ts';
import type { ConfigEvent } from '../../core/config/events.ts';
import type { DeploymentEvent } from '../../core/deployment/events.ts';
import type { EnrolmentTokenEvent } from '../../core/enrolment-token/events.ts';
import type { NodeEvent } from '../../core/node/record/events.ts';
import type { IdentityKeyEvent } from '../../core/node/record/identity-key.ts';
import type { SchemaEvent } from '../../core/schema/evolve.ts';
import type { RevisionEvent, SnapshotEvent } from '../../core/snapshot/events.ts';
import type { TrustEvent } from '../../core/trust/events.ts';
import type { VersionEvent } from '../../core/version/events.ts';
import type { EventType } from '../../schemas/events/index.ts';

/** Every event there is. */
export type AnyEvent =
  | AccessEvent
  | ClusterEvent
  | ConfigEvent
  | DeploymentEvent
  | EnrolmentTokenEvent
  | IdentityKeyEvent
  | NodeEvent
  | PayloadErased
  | RevisionEvent
  | SchemaEvent
  | SnapshotEvent
  | TrustEvent
  | VersionEvent;

/** Events that stay inside, and why. A new event does not compile until it is here or in schemas/events. */
export const INTERNAL: { readonly [Type in Exclude<AnyEvent['type'], EventType>]: string } = {
  CandidateSet: 'PhaseReleased says it',
  CandidateWithdrawn: 'DeploymentStopped, DeploymentHalted or DeploymentRolledBack says it',
  ClusterLocked: 'DeploymentStarted says it',
  ClusterUnlocked: 'the end of the deployment says it',
  DirectiveDrafted: 'machinery',
  DirectiveSigned: 'machinery; twice a day for each cluster',
  ErasureBegun: 'ContentErased says it',
  EnrolmentTokenUsed: 'NodeEnrolled says it',
  IdentityKeyClaimed: 'NodeEnrolled says it',
  IdentityKeyRevoked: 'NodeRemoved or ReplacementConfirmed says it',
  LabelsDrafted: 'machinery',
  LabelsSigned: 'machinery',
  LockPassed: 'DeploymentRolledBack says it',
  ReleaseDrafted: 'ReleaseSigned says it',
  RunRenewed: 'machinery',
  SnapshotRevised: 'SnapshotCreated says it',
  StatementDrafted: 'VersionSigned says it',
  VersionAdded: 'VersionPublished says it',
};
