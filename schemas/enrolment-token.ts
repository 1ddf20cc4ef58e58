import * as z from 'zod';
import { Duration } from './strategy.ts';
import { ClusterName, Count, Instant, Labels, NodeId, Sha256 } from './words.ts';

export const EnrolmentTokenId = z
  .string()
  .regex(/^enrol-[0-9a-f]{24}$/)
  .meta({ id: 'EnrolmentTokenId' });

/** 32 random bytes, base64url. */
export const EnrolmentSecret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * What the one string holds that a person carries to a node: `plumb-enrol.v1.` and the base64url of this as JSON.
 * Version and digest (of the payload) pin the trust root that the agent takes as its first.
 * @see docs/protocol.md §4.1
 */
export const EnrolmentTokenParts = z.strictObject({
  id: EnrolmentTokenId,
  secret: EnrolmentSecret,
  cluster: ClusterName,
  rootVersion: Count.min(1),
  rootSha256: Sha256,
});
export type EnrolmentTokenParts = z.infer<typeof EnrolmentTokenParts>;

export const CreateEnrolmentTokenRequest = z
  .strictObject({
    cluster: ClusterName,
    uses: z.int().min(1).max(100_000).default(1),
    /** At most 90 days. */
    expiresIn: Duration.default('PT1H'),
    /** Every node that enrols with it gets these. */
    labels: Labels.default({}),
  })
  .meta({ id: 'CreateEnrolmentTokenRequest' });
export type CreateEnrolmentTokenRequest = z.infer<typeof CreateEnrolmentTokenRequest>;

/** A token as lists show it: never with its secret. */
export const EnrolmentToken = z
  .strictObject({
    id: EnrolmentTokenId,
    cluster: ClusterName,
    uses: Count,
    usesLeft: Count,
    labels: Labels,
    createdAt: Instant,
    createdBy: z.string(),
    expiresAt: Instant,
    withdrawnAt: Instant.optional(),
    /** The one node whose key it may replace. */
    node: NodeId.optional(),
    revision: Count,
  })
  .meta({ id: 'EnrolmentToken' });
export type EnrolmentToken = z.infer<typeof EnrolmentToken>;

/** `token` is shown this once. */
export const NewEnrolmentToken = EnrolmentToken.extend({ token: z.string().max(2048) }).meta({
  id: 'NewEnrolmentToken',
});
export type NewEnrolmentToken = z.infer<typeof NewEnrolmentToken>;

export const EnrolmentTokenPage = z
  .strictObject({ tokens: z.array(EnrolmentToken), next: z.string().optional() })
  .meta({ id: 'EnrolmentTokenPage' });
