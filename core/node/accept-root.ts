import { type DsseEnvelope, ROOT_PAYLOAD_TYPE, TrustRoot } from '../../schemas/documents.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { openEnvelope } from '../integrity/dsse.ts';
import { readCanonical } from '../integrity/read-canonical.ts';
import { verifyRoot } from '../trust/verify-root.ts';
import { type Refused, refuse } from './refusals.ts';

type RootAnswer = { readonly ok: true; readonly root: TrustRoot; readonly digest: Sha256 } | Refused;

/**
 * The first root a node believes: exactly the one its enrolment token names, by version and payload digest.
 * @returns `digest_mismatch` for every other root, however well signed
 * @see docs/protocol.md §3, §4
 */
export function acceptFirstRoot(
  envelope: DsseEnvelope,
  pinned: { readonly version: number; readonly sha256: Sha256 },
): RootAnswer {
  const opened = openEnvelope(envelope, ROOT_PAYLOAD_TYPE, { several: true });
  if (!opened.ok) return refuse(opened.code);
  if (opened.digest !== pinned.sha256) return refuse('digest_mismatch');
  const read = readCanonical(opened.payload);
  if (!read) return refuse('not_canonical');
  const parsed = TrustRoot.safeParse(read.value);
  if (!parsed.success || parsed.data.version !== pinned.version) return refuse('root_rules');
  return verified(envelope, parsed.data.controlPlane);
}

/** Version n+1 after n: a node walks every version. An expired root may be followed. @see docs/protocol.md §2 */
export const acceptNextRoot = (envelope: DsseEnvelope, held: TrustRoot): RootAnswer =>
  verified(envelope, held.controlPlane, held);

function verified(envelope: DsseEnvelope, controlPlane: string, previous?: TrustRoot): RootAnswer {
  const answer = verifyRoot(envelope, { controlPlane, previous });
  return answer.ok ? answer : refuse(answer.code);
}
