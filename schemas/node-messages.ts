import * as z from 'zod';
import { compactJws, JWS_CHARACTERS } from './compact-jws.ts';
import { DsseEnvelope } from './documents.ts';
import { HealthSample } from './health.ts';
import { ClusterName, Count, NodeId, Sha256 } from './words.ts';

const CompactJws = compactJws(JWS_CHARACTERS.statement);

/** Words of a node, shown to people and stored: one line, no control characters, no half surrogates, no bidi tricks. */
const said = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u);

/** What a node says of itself; entitles to nothing (protocol §4). */
export const Facts = z
  .strictObject({
    hostname: said(253).optional(),
    port: z.int().min(0).max(65535).optional(),
    agentVersion: said(64).optional(),
    hardware: said(256).optional(),
  })
  .meta({ id: 'Facts' });
export type Facts = z.infer<typeof Facts>;

const P256Jwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type P256Jwk = z.infer<typeof P256Jwk>;

/** Payload of the enrolment JWS, signed by the identity key; `typ: plumbline-enrolment+jwt`. */
export const EnrolmentClaims = z.strictObject({
  controlPlane: z.string().max(256),
  tokenId: said(64),
  cluster: ClusterName,
  identityKey: P256Jwk,
  encryptionKey: P256Jwk,
  facts: Facts,
  iat: Count,
  jti: said(64).min(8),
});
export type EnrolmentClaims = z.infer<typeof EnrolmentClaims>;
export const EnrolRequest = z.strictObject({ request: CompactJws }).meta({ id: 'EnrolRequest' });
export const EnrolResponse = z
  .strictObject({
    nodeId: NodeId,
    cluster: ClusterName,
    controlPlane: z.string(),
    status: z.enum(['active', 'pending']),
  })
  .meta({ id: 'EnrolResponse' });

/** `grant_type` of RFC 7523 is implied by the route. */
export const TokenRequest = z.strictObject({ assertion: CompactJws }).meta({ id: 'TokenRequest' });
export const TokenResponse = z
  // It becomes a header of every request: only what RFC 6750 §2.1 lets stand there.
  .strictObject({
    accessToken: z
      .string()
      .max(8192)
      .regex(/^[\w.~+/-]+=*$/),
    tokenType: z.literal('Bearer'),
    expiresIn: Count,
  })
  .meta({ id: 'TokenResponse' });

const Word = said(64).min(1);

/** One running part of a node; for configs `name` is the config name and `digest` what was read back from disk. */
export const Component = z.strictObject({
  name: said(128),
  kind: Word,
  version: said(64),
  digest: Sha256.or(z.literal('')),
});

export const NodeRefusal = z.strictObject({
  code: z.string().regex(/^[a-z_]{3,40}$/),
  /** Digest of the refused document, and what was being done. */
  digest: Sha256.optional(),
  generation: Count.optional(),
  detail: said(512).optional(),
  /** Both envelopes of a fork, as evidence. */
  envelopes: z.array(DsseEnvelope).max(2).optional(),
});
export type NodeRefusal = z.infer<typeof NodeRefusal>;

export const CheckInRequest = z
  .strictObject({
    directive: z.strictObject({ epoch: Count, sequence: Count }),
    labelsRevision: Count,
    rootVersion: Count,
    needs: z.array(Sha256).max(32),
    running: z.strictObject({ epoch: Count, generation: Count, digest: Sha256 }).nullable(),
    resident: z
      .array(z.strictObject({ generation: Count, digest: Sha256 }))
      .max(8)
      .default([]),
    components: z.array(Component).max(1000),
    sample: HealthSample.nullable(),
    /** Last probe: null when none is configured. */
    probe: z.enum(['ok', 'failed']).nullable(),
    resources: z.strictObject({ cpu: z.number().min(0).max(1), memory: z.number().min(0).max(1) }),
    connectivity: z.strictObject({ offlineSeconds: Count, failures: Count }),
    /** Result of the last swap that failed, until one succeeds. */
    swap: z
      .strictObject({
        generation: Count,
        digest: Sha256,
        attempts: Count,
        reason: said(512),
        quarantined: z.boolean(),
      })
      .nullable(),
    evidence: z.array(z.looseObject({ kind: Word })).max(16),
    refusals: z.array(NodeRefusal).max(16),
    /** Envelopes the node holds above what the server showed (control plane behind its nodes). */
    ahead: z.array(DsseEnvelope).max(4).default([]),
    /** Orders done since last time. */
    ordersDone: z
      .array(
        z.strictObject({
          id: z.string().max(64),
          result: z.enum(['done', 'failed', 'unknown_kind']),
          detail: said(512).optional(),
        }),
      )
      .max(16),
    /** MACed value of the last answer, echoed. */
    liveness: z.string().max(256).nullable(),
  })
  .meta({ id: 'CheckInRequest' });
export type CheckInRequest = z.infer<typeof CheckInRequest>;

export const Order = z.looseObject({ id: z.string().max(64), kind: Word }).meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;

export const CheckInAnswer = z
  .strictObject({
    directive: DsseEnvelope.optional(),
    labels: DsseEnvelope.optional(),
    rootVersion: Count,
    /** For those of `needs` the node may have: envelope or blob, with its size. */
    urls: z.array(z.strictObject({ sha256: Sha256, url: z.string().max(4096), sizeBytes: Count })).max(32),
    liveness: z.string().max(256),
    nextCheckInSeconds: z.number().min(0).max(86_400),
    /** `directive_renewing`: the newest directive is past its expiry or unsigned; ask again soon. */
    notice: z.enum(['directive_renewing', 'directive_missing']).optional(),
    orders: z.array(Order).max(16),
    /** The server wants the envelopes the node holds (it is behind). */
    uploadEnvelopes: z.boolean().optional(),
    /** Kinds of evidence that mean nothing here. */
    ignored: z.array(Word).max(16).optional(),
  })
  .meta({ id: 'CheckInAnswer' });
export type CheckInAnswer = z.infer<typeof CheckInAnswer>;
