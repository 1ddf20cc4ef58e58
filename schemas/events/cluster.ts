import * as z from 'zod';
import { ClusterName, Count, Instant, Labels, Risk, Sha256 } from '../words.ts';
import { described, event } from './described.ts';

const deploymentId = described(z.string(), 'the deployment that did it');
const release = z.strictObject({
  epoch: Count,
  generation: Count,
  digest: described(Sha256, 'of the signed release'),
  snapshot: z.strictObject({ name: z.string(), revision: Count, digest: Sha256 }),
  contentDigest: described(Sha256, 'equal for the same content at any generation'),
});

/** What happens to clusters, to what they trust, and to the tokens with which nodes join them. */
export const CLUSTER_EVENTS = {
  ClusterCreated: event('A cluster exists: the first token or deployment named it.', {
    name: ClusterName,
    riskFloor: Risk,
    directiveLifetimeSeconds: Count,
    epoch: Count,
  }),
  ClusterConfigured: event('Settings of a cluster changed.', { riskFloor: Risk, directiveLifetimeSeconds: Count }),
  ReleaseSigned: event('A release is signed and may be fetched once a directive names it.', {
    digest: described(Sha256, 'of the signed release'),
  }),
  ReleaseCompleted: event('A release is the stable one of the cluster now.', { deploymentId }),
  ContentPinned: event('A rollback found content bad; it is not deployed again until somebody lifts the pin.', {
    release,
    deploymentId,
  }),
  PinLifted: event('Pinned content may be deployed again.', { contentDigest: Sha256 }),
  RevokedContentFound: event('A version that the cluster runs, or is about to, was revoked.', {
    config: z.string(),
    version: z.string(),
    digest: described(Sha256, 'SHA-256 of the content'),
  }),
  ControlPlaneBehind: event('A node proved releases of ours that we do not know. Signing for the cluster stops.', {
    node: z.string(),
    provenEpoch: Count,
    provenGeneration: Count,
    provenSequence: Count,
  }),
  ClusterRecovered: event('Signing goes on, above everything that nodes have proven.', {
    epoch: Count,
    generation: Count,
    sequence: Count,
  }),
  RootLoaded: event('A trust root is in force: which keys count from now on.', {
    controlPlane: z.string(),
    version: Count,
    epoch: Count,
    expiresAt: Instant,
    digest: described(Sha256, 'of the payload of the root'),
  }),
  EnrolmentTokenCreated: event('A token was made with which nodes can enrol.', {
    by: described(z.string(), 'subject of the person'),
    cluster: ClusterName,
    uses: Count,
    expiresAt: Instant,
    labels: Labels,
    node: described(z.string().nullable(), 'the one node whose key it may replace'),
  }),
  EnrolmentTokenWithdrawn: event('An enrolment token was ended; nodes that used it stay.', {}),
  PayloadErased: event('The words of people in an event of this stream were erased.', {
    erased: described(Count, 'revision of that event'),
    erasedType: z.string(),
  }),
};
