import { done, type Outcome } from '../../core/decision.ts';
import { payloadBytes } from '../../core/integrity/statement.ts';
import { type LabelsInput, labelsPayload } from '../../core/labels/payload.ts';
import { type VersionStatementInput, versionStatementPayload } from '../../core/version-statement/payload.ts';
import type { Sha256 } from '../../schemas/common.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import { type SigningWorld, signDocument } from './sign-document.ts';

export interface SignedStatement {
  readonly envelope: DsseEnvelope;
  /** The envelope's bytes lie in blob namespace `statement` under this. */
  readonly envelopeSha256: Sha256;
}
type StatementWorld = SigningWorld & { readonly controlPlane: string };

/**
 * Signs what a node's labels are. The caller keeps the first envelope in the node's stream.
 * @returns as `signDocument`
 * @see docs/protocol.md §2.4
 */
export const signLabels = (
  world: StatementWorld,
  { cluster, ...labels }: Omit<LabelsInput, 'controlPlane'> & { readonly cluster: string },
): Promise<Outcome<SignedStatement>> =>
  signed(world, labelsPayload({ ...labels, controlPlane: world.controlPlane }).bytes, cluster);

/**
 * Signs that a version passed its required checks. The caller keeps the first envelope in the version's stream.
 * @returns as `signDocument`
 * @see docs/protocol.md §2.5
 */
export const signVersionStatement = (
  world: StatementWorld,
  version: Omit<VersionStatementInput, 'controlPlane'>,
): Promise<Outcome<SignedStatement>> =>
  signed(world, versionStatementPayload({ ...version, controlPlane: world.controlPlane }).bytes, null);

async function signed(
  world: StatementWorld,
  bytes: Uint8Array,
  cluster: string | null,
): Promise<Outcome<SignedStatement>> {
  const envelope = await signDocument(world, bytes, { cluster });
  if (!envelope.ok) return envelope;
  const { sha256 } = await world.blobs.put('statement', payloadBytes(envelope.value).bytes);
  return done({ envelope: envelope.value, envelopeSha256: sha256 });
}
