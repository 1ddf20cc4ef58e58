import { sha256Hex } from '../core/integrity/digest.ts';
import { jwsOf, jwsSigningInput, RECEIPT_TYP } from '../core/integrity/jws.ts';
import type { OpenRelease } from '../core/node/open-release.ts';
import { receiptClaims } from '../core/node/receipt.ts';
import type { AgentState } from '../schemas/agent-state.ts';
import { NODE_PATHS } from '../schemas/api/node-paths.ts';
import type { ReceiptClaims } from '../schemas/receipt.ts';
import type { Json } from '../schemas/words.ts';
import { save } from './held.ts';
import { type Life, logOf } from './life.ts';
import { withToken } from './session.ts';

export interface Proof {
  readonly state: ReceiptClaims['state'];
  readonly deploymentId: string | undefined;
  readonly configs: ReceiptClaims['configs'];
  readonly probe: ReceiptClaims['probe'];
}

/** Receipts that wait at most; the oldest go first, and the gap in the counters says so. */
const QUEUED = 64;

/** Signs a receipt and queues it: the caller saves this in the same write as what the receipt is about. */
export function queued(life: Life, release: OpenRelease, proof: Proof): Pick<AgentState, 'receipts'> {
  const { state, directive } = life.held;
  const { counter, sha256, queue } = state.receipts;
  const claims = receiptClaims(release, {
    ...proof,
    node: state.node?.nodeId ?? '',
    directiveSequence: directive?.sequence ?? 0,
    bootId: life.bootId,
    previous: { counter, sha256 },
    checkpoint: state.checkpoint ?? undefined,
    time: new Date(life.ports.clock.now()).toISOString(),
  });
  const input = jwsSigningInput(RECEIPT_TYP, claims as unknown as { readonly [name: string]: Json });
  const jws = jwsOf(input, life.keys.sign(input));
  const receipt = { counter: claims.counter, jws };
  // A release that is only held ready says nothing of the one that runs.
  const unwell = proof.state === 'active' ? proof.probe === 'failed' : state.receipts.unwell;
  const kept = [...queue, receipt].slice(-QUEUED);
  return { receipts: { counter: claims.counter, sha256: sha256Hex(jws), unwell, queue: kept } };
}

const BATCH = 32;
/** What a request takes, without what is around the receipts. */
const BATCH_CHARACTERS = NODE_PATHS.storeReceipts.maxBodyBytes - 1024;
/** Refusals of what was sent rather than of when or by whom: the same again would be refused again. */
const FOR_GOOD: ReadonlySet<number> = new Set([400, 413, 422]);

type Queue = AgentState['receipts']['queue'];

/**
 * Sends what waits, in order; what was stored, known or refused for good leaves the queue. A request that is refused
 * as a whole is sent again receipt by receipt, so that one bad one never keeps the others back. @throws HttpFailure
 */
export async function sendReceipts(life: Life): Promise<void> {
  let alone = false;
  for (;;) {
    const { queue } = life.held.state.receipts;
    const batch = alone ? queue.slice(0, 1) : firstOf(queue);
    if (batch.length === 0) return;
    const texts = batch.map(({ jws }) => jws);
    const answer = await withToken(life, (nodeId, token) => life.controlPlane.receipts(nodeId, token, texts));
    if (!answer.ok && !FOR_GOOD.has(answer.status)) {
      return logOf(life, 'receipts_denied', { status: answer.status, code: answer.code });
    }
    if (!answer.ok && batch.length > 1) {
      alone = true;
      continue;
    }
    const codes = answer.ok ? answer.value.results.map(({ result, code }) => refusalOf(result, code)) : [answer.code];
    if (codes.length !== batch.length) return logOf(life, 'receipts_denied', { status: 200, code: 'bad_answer' });
    for (const [index, code] of codes.entries())
      if (code !== undefined) logOf(life, 'receipt_refused', { counter: batch[index]?.counter, code });
    const { receipts } = life.held.state;
    await save(life.ports.files, life.held, {
      receipts: { ...receipts, queue: receipts.queue.slice(batch.length) },
    });
  }
}

const refusalOf = (result: string, code = 'refused'): string | undefined => (result === 'refused' ? code : undefined);

/** As many as one request takes, at least one. */
function firstOf(queue: Queue): Queue {
  let characters = 0;
  const fits = queue.slice(0, BATCH).findIndex(({ jws }, index) => {
    characters += jws.length + '"",'.length;
    return index > 0 && characters > BATCH_CHARACTERS;
  });
  return queue.slice(0, fits < 0 ? BATCH : fits);
}
