import { type DsseEnvelope, ROOT_PAYLOAD_TYPE, TrustRoot } from '../../schemas/documents.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { openEnvelope, signersOf } from '../integrity/dsse.ts';
import { readCanonical } from '../integrity/read-canonical.ts';
import { roleKeys } from './role-keys.ts';
import { brokenRule, type RootRule } from './root-rules.ts';

export interface VerifiedRoot {
  readonly ok: true;
  readonly root: TrustRoot;
  /** SHA-256 of the payload: what an enrolment token pins. */
  readonly digest: Sha256;
}
export interface RefusedRoot {
  readonly ok: false;
  readonly code: 'wrong_type' | 'bad_signature' | 'not_canonical' | 'wrong_control_plane' | 'root_rules';
  readonly rule?: RootRule;
}
const refused = (code: RefusedRoot['code'], rule?: RootRule): RefusedRoot =>
  rule === undefined ? { ok: false, code } : { ok: false, code, rule };

/**
 * Whether a root may be believed. A first root is signed by the threshold of its own root keys (and pinned by digest
 * or loaded by an Admin: that is the caller's to check); version n+1 follows directly after n and is signed by the
 * threshold of both. Expiry is not asked: an expired root may still be followed by the next one.
 * @param previous the newest root held
 * @see docs/protocol.md §2.7
 */
export function verifyRoot(
  envelope: DsseEnvelope,
  { controlPlane, previous }: { readonly controlPlane: string; readonly previous?: TrustRoot | undefined },
): VerifiedRoot | RefusedRoot {
  const opened = openEnvelope(envelope, ROOT_PAYLOAD_TYPE, { several: true });
  if (!opened.ok) return refused(opened.code === 'wrong_type' ? 'wrong_type' : 'bad_signature');
  const read = readCanonical(opened.payload);
  if (!read) return refused('not_canonical');
  const parsed = TrustRoot.safeParse(read.value);
  if (!parsed.success) return refused('root_rules', 'shape');
  const root = parsed.data;
  if (root.controlPlane !== controlPlane) return refused('wrong_control_plane');
  const rule = brokenRule(root, previous);
  if (rule) return refused('root_rules', rule);
  for (const signedBy of previous ? [previous, root] : [root]) {
    const signers = signersOf(opened, ROOT_PAYLOAD_TYPE, roleKeys(signedBy, 'root'));
    if (signers.length < signedBy.roles.root.threshold) return refused('bad_signature');
  }
  return { ok: true, root, digest: opened.digest };
}
