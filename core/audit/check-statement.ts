import { EnrolmentClaims, type P256Jwk } from '../../schemas/node-messages.ts';
import { ReceiptClaims } from '../../schemas/receipt.ts';
import { ENROLMENT_TYP, RECEIPT_TYP, readJws, verifyJws } from '../integrity/jws.ts';
import { publicKeyOfJwk } from '../integrity/keys.ts';
import type { LoggedLeaf } from './check-leaf.ts';

export type StatementFault = 'enrolment_forged' | 'receipt_forged';

export interface CheckedStatement {
  readonly kind: 'enrolment' | 'receipt';
  readonly fault: StatementFault | undefined;
  /** Checkpoint a receipt says its node had seen: the fleet is the witness. */
  readonly checkpoint: string | undefined;
}

/**
 * Judges what nodes signed and the control plane stored: an enrolment by the key it holds itself, a receipt by the
 * key its node enrolled with.
 * @param identityKeys keys by node stream; enrolments and confirmed replacements are added as they come
 * @returns undefined for events that hold no statement of a node, and for payloads erased or withheld
 */
export function checkStatement(
  { stream, event }: LoggedLeaf,
  identityKeys: Map<string, P256Jwk[]>,
): CheckedStatement | undefined {
  const payload = event?.payload;
  if (!payload) return undefined;
  if (typeof payload['request'] === 'string') {
    const claims = signedClaims(payload['request'], ENROLMENT_TYP, (read) => EnrolmentClaims.parse(read).identityKey);
    const key = claims && EnrolmentClaims.parse(claims).identityKey;
    if (key) identityKeys.set(stream, [...(identityKeys.get(stream) ?? []), key]);
    return { kind: 'enrolment', fault: key ? undefined : 'enrolment_forged', checkpoint: undefined };
  }
  if (event?.type !== 'ReceiptStored') return undefined;
  const claims = (identityKeys.get(stream) ?? [])
    .map((key) => signedClaims(String(payload['receipt']), RECEIPT_TYP, () => key))
    .find((found) => found !== undefined);
  const receipt = claims && ReceiptClaims.safeParse(claims);
  if (!receipt?.success) return { kind: 'receipt', fault: 'receipt_forged', checkpoint: undefined };
  return { kind: 'receipt', fault: undefined, checkpoint: receipt.data.checkpoint };
}

/** The claims of a JWS when the key chosen for them signed it. */
function signedClaims(
  text: string,
  typ: string,
  keyFor: (claims: unknown) => P256Jwk,
): { readonly [name: string]: unknown } | undefined {
  const read = readJws(text, typ);
  if (!read) return undefined;
  try {
    const key = publicKeyOfJwk(keyFor(read.claims));
    return key && verifyJws(read, key) ? read.claims : undefined;
  } catch {
    return undefined; // claims of another shape: nobody of ours wrote them
  }
}
