import { sha256Hex } from '../core/integrity/digest.ts';
import { jwsOf, jwsSigningInput, RECEIPT_TYP } from '../core/integrity/jws.ts';
import type { OpenRelease } from '../core/node/open-release.ts';
import { receiptClaims } from '../core/node/receipt.ts';
import type { AgentState } from '../schemas/agent-state.ts';
import type { ReceiptClaims } from '../schemas/node-messages.ts';
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
  return { receipts: { counter: claims.counter, sha256: sha256Hex(jws), unwell, queue: [...queue, receipt] } };
}

const BATCH = 32;
const BATCH_CHARACTERS = 48 * 1024;

/** Sends what waits, in order; what was stored, known or refused for good leaves the queue. @throws HttpFailure */
export async function sendReceipts(life: Life): Promise<void> {
  for (;;) {
    const batch = firstOf(life.held.state.receipts.queue);
    if (batch.length === 0) return;
    const answer = await withToken(life, (nodeId, token) =>
      life.controlPlane.receipts(
        nodeId,
        token,
        batch.map(({ jws }) => jws),
      ),
    );
    if (!answer.ok) return logOf(life, 'receipts_denied', { status: answer.status, code: answer.code });
    const settled = new Set(answer.value.results.map(({ counter }) => counter));
    const refused = answer.value.results.filter(({ result }) => result === 'refused');
    for (const { counter, code } of refused) logOf(life, 'receipt_refused', { counter, code });
    const { receipts } = life.held.state;
    const queue = receipts.queue.filter(({ counter }) => !settled.has(counter));
    if (queue.length === receipts.queue.length) return; // an answer about nothing we sent
    await save(life.ports.files, life.held, { receipts: { ...receipts, queue } });
  }
}

type Queue = AgentState['receipts']['queue'];

/** As many as one request takes, at least one. */
function firstOf(queue: Queue): Queue {
  const lengths = queue.map(({ jws }) => jws.length);
  const fits = (count: number) => lengths.slice(0, count).reduce((sum, length) => sum + length, 0) <= BATCH_CHARACTERS;
  let count = Math.min(BATCH, queue.length);
  while (count > 1 && !fits(count)) count--;
  return queue.slice(0, count);
}
