import { verifyRoot } from '../../core/trust/verify-root.ts';
import type { DsseEnvelope, TrustRoot } from '../../schemas/documents.ts';
import { EXIT, Failure } from '../failure.ts';

/**
 * What a root says, once its own root keys have signed it. Whether they are the right keys only who holds an older
 * root, or its digest, can tell.
 * @throws a bad end naming the rule that it breaks
 */
export function trustIn(envelope: DsseEnvelope): TrustRoot {
  const claimed = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as { controlPlane?: unknown };
  const read = verifyRoot(envelope, { controlPlane: String(claimed.controlPlane) });
  if (read.ok) return read.root;
  throw new Failure(EXIT.badEnd, `the trust root does not hold: ${read.rule ?? read.code}`);
}
