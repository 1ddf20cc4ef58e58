import { verifyRoot } from '../../core/trust/verify-root.ts';
import type { DsseEnvelope, TrustRoot } from '../../schemas/documents.ts';
import { EXIT, Failure } from '../failure.ts';

/**
 * What a root says, once its own root keys have signed it. Whether they are the right keys only who holds an older
 * root, or its digest, can tell.
 * @throws a bad end naming the rule that it breaks
 */
export function trustIn(envelope: DsseEnvelope): TrustRoot {
  const read = verifyRoot(envelope, { controlPlane: claimedControlPlane(envelope) });
  if (read.ok) return read.root;
  throw new Failure(EXIT.badEnd, `the trust root does not hold: ${read.rule ?? read.code}`);
}

/** Whose it says it is; nobody's where it cannot be read, which is told by whoever verifies it. */
function claimedControlPlane({ payload }: DsseEnvelope): string {
  try {
    const claimed = JSON.parse(Buffer.from(payload, 'base64').toString()) as { controlPlane?: unknown } | null;
    return String(claimed?.controlPlane);
  } catch {
    return '';
  }
}
