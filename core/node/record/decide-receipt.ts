import { ReceiptClaims } from '../../../schemas/receipt.ts';
import type { Instant, Sha256 } from '../../../schemas/words.ts';
import { accept, type Decision, done, type Outcome, reject } from '../../decision.ts';
import { RECEIPT_TYP, readJws, verifyJws } from '../../integrity/jws.ts';
import type { PublicKey } from '../../integrity/keys.ts';
import type { NodeEvent } from './events.ts';
import { reportMark } from './report-mark.ts';
import type { NodeState } from './state.ts';

/** A receipt whose signature and addressee are right; what it says of a release is asked elsewhere. */
export interface CheckedReceipt {
  readonly claims: ReceiptClaims;
  readonly jws: string;
  readonly sha256: Sha256;
  /** The checkpoint it says was seen, when the newest one signed contradicts it. */
  readonly forked?: { readonly seen: string; readonly signed: string };
}

/** @returns `receipt_invalid` with the `field` that is wrong */
export function checkReceipt(
  receipt: string,
  key: PublicKey,
  expected: { readonly controlPlane: string; readonly node: string; readonly cluster: string },
): Outcome<CheckedReceipt> {
  const jws = readJws(receipt, RECEIPT_TYP);
  const parsed = ReceiptClaims.safeParse(jws?.claims);
  if (!jws || !parsed.success) return reject('receipt_invalid', { field: 'form' });
  const claims = parsed.data;
  const { counter } = claims;
  if (!verifyJws(jws, key)) return reject('receipt_invalid', { field: 'signature', counter });
  for (const field of ['controlPlane', 'node', 'cluster'] as const)
    if (claims[field] !== expected[field]) return reject('receipt_invalid', { field, counter });
  return done({ claims, jws: receipt, sha256: jws.digest });
}

export interface StoreReceipt {
  readonly at: Instant;
  readonly receipt: CheckedReceipt;
  /** Hashes of older receipts of this node, for one that comes again out of order. */
  readonly past: ReadonlySet<Sha256>;
}

/**
 * Whether a receipt is the next one. The same bytes again are known and change nothing. After a gap (receipts that
 * were lost, on either side) the row goes on, and says so; the very next counter must name the receipt before it.
 * @returns `receipt_replayed` for other bytes at a counter that was used; `receipt_invalid` for a broken row
 * @see docs/protocol.md §5.5
 */
export function decideReceipt({ at, receipt, past }: StoreReceipt, state: NodeState): Decision<NodeEvent> {
  const { claims, jws, sha256 } = receipt;
  const { counter, epoch, generation, digest, probe, deploymentId, previousReceipt } = claims;
  const last = state.receipt;
  if (sha256 === last.sha256 || past.has(sha256)) return accept();
  if (counter <= last.counter) return reject('receipt_replayed', { counter, known: last.counter });
  const follows = previousReceipt === last.sha256;
  const gap = counter !== last.counter + 1;
  if (!gap && !follows) return reject('receipt_invalid', { field: 'previousReceipt', counter });
  const stored: NodeEvent = {
    type: 'ReceiptStored',
    at,
    cluster: state.cluster,
    receipt: jws,
    sha256,
    counter,
    state: claims.state,
    epoch,
    generation,
    digest,
    ...(deploymentId === undefined ? {} : { deploymentId }),
    probe,
    ...(gap ? { gap: true } : {}),
  };
  return accept(stored, ...forkSeen(at, receipt, state));
}

/** Told once, as when a node reports it by itself: the receipt is stored all the same. */
function forkSeen(at: Instant, { forked }: CheckedReceipt, { cluster, reported }: NodeState): NodeEvent[] {
  const kind = 'checkpoint_fork';
  if (!forked || reported.includes(reportMark({ kind }))) return [];
  return [{ type: 'EvidenceReported', at, cluster, kind, evidence: { ...forked } }];
}

/**
 * What was refused of a known counter stands on the node's timeline, once: a counter used twice is how a copied key
 * shows itself. Text that is no receipt at all is only answered.
 */
export function noteRefusedReceipt(
  { at, code, counter, field }: { at: Instant; code: string; counter: number; field: string },
  { cluster, reported }: NodeState,
): NodeEvent[] {
  const known = reported.includes(reportMark({ code, generation: counter }));
  return counter === 0 || known ? [] : [{ type: 'ReceiptRefused', at, cluster, code, counter, field }];
}
