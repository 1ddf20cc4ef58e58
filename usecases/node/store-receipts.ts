import { done, type Outcome, reject } from '../../core/decision.ts';
import { publicKeyOfJwk } from '../../core/integrity/keys.ts';
import { decideReceipt, noteRefusedReceipt } from '../../core/node/record/decide-receipt.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { NodeIdentity } from '../../core/node-token/claims.ts';
import { pulseRelease } from '../../core/pulse/release.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { streamId, type Transaction, transact } from '../transact.ts';
import { holdsKey } from './check-in.ts';
import { type JudgedReceipt, receiptJudge } from './judge-receipt.ts';
import type { KnownReleases } from './known-releases.ts';

type Needs = Pick<World, 'streams' | 'ids' | 'authority' | 'controlPlane' | 'pulses'>;
type Result = {
  readonly counter: number;
  readonly result: 'stored' | 'known' | 'refused';
  readonly code?: string;
  readonly reason?: string;
};
type Answer = { readonly results: Result[] };

/** Older receipts that are looked through to tell "the same again" from "replayed". */
const LOOKED_BACK = 256;

/**
 * Stores receipts in the order sent, each as it came, in one append; only then counts what they prove. A receipt that
 * is refused does not keep the others from being stored, and is on the node's timeline.
 * @returns `node_revoked`; per receipt `receipt_invalid` (with what is wrong) or `receipt_replayed`
 * @see docs/protocol.md §5.5
 */
export async function storeReceipts(
  world: Needs,
  releases: KnownReleases,
  identity: NodeIdentity,
  receipts: readonly string[],
  call: Call,
): Promise<Outcome<Answer>> {
  const head = await world.streams.load(streamId(world.authority, NODE.kind, identity.node));
  const state = head ? (head.state as unknown as NodeState) : NODE.initial;
  const key = state.keys ? publicKeyOfJwk(state.keys.identityKey) : undefined;
  if (!key || !holdsKey(state, identity)) return reject('node_revoked');
  const judge = await receiptJudge(world, releases, identity, key);
  const checked = await Promise.all(receipts.map(judge));
  const traces = checked.flatMap((receipt) => (receipt.ok ? (receipt.value.traceId ?? []) : []));
  const traceId = traces.at(-1) ?? call.traceId;
  const stored = await transact(world, { ...call, traceId }, (tx) => store(world, tx, identity, checked, call.at));
  if (stored.ok) await prove(world, identity, checked, stored.value.results, call.at);
  return stored;
}

async function store(
  world: Needs,
  tx: Transaction,
  identity: NodeIdentity,
  checked: readonly Outcome<JudgedReceipt>[],
  at: string,
): Promise<Outcome<Answer>> {
  const { revision, state: loaded } = await tx.load(NODE, identity.node);
  if (!holdsKey(loaded, identity)) return reject('node_revoked');
  const results: Result[] = [];
  let state = loaded;
  for (const receipt of checked) {
    if (!receipt.ok) {
      const { counter = 0, field } = receipt.details as { counter?: number; field: string };
      results.push({ counter, result: 'refused', code: receipt.code, reason: field });
      const refused = { at, code: receipt.code, counter, field };
      state = tx.append(NODE, identity.node, noteRefusedReceipt(refused, state));
      continue;
    }
    const { counter } = receipt.value.claims;
    const past = counter < loaded.receipt.counter ? await storedBefore(world, identity.node, revision) : NOTHING;
    const decision = decideReceipt({ at, receipt: receipt.value, past }, state);
    if (!decision.ok) {
      const { code, details } = decision;
      results.push({ counter, result: 'refused', code });
      const refused = { at, code, counter, field: String(details['field'] ?? 'counter') };
      state = tx.append(NODE, identity.node, noteRefusedReceipt(refused, state));
      continue;
    }
    results.push({ counter, result: decision.events.length > 0 ? 'stored' : 'known' });
    state = tx.append(NODE, identity.node, decision.events);
  }
  return done({ results });
}

const NOTHING: ReadonlySet<string> = new Set();

/** Hashes of the receipts stored last; read only for one that comes out of order. */
async function storedBefore(
  { streams, authority }: Needs,
  node: string,
  revision: number,
): Promise<ReadonlySet<string>> {
  const after = Math.max(0, revision - LOOKED_BACK);
  const events = await streams.events(streamId(authority, NODE.kind, node), { after, limit: LOOKED_BACK });
  return new Set(
    events.flatMap(({ type, payload }) => (type === 'ReceiptStored' ? [String(payload?.['sha256'])] : [])),
  );
}

/** After the append, and again after a repeat: a lost reply must not lose the proof. Only a healthy node proves. */
async function prove(
  { pulses }: Needs,
  { cluster, node }: NodeIdentity,
  checked: readonly Outcome<JudgedReceipt>[],
  results: readonly Result[],
  at: string,
): Promise<void> {
  for (const [index, receipt] of checked.entries()) {
    if (!receipt.ok || results[index]?.result === 'refused' || receipt.value.claims.probe === 'failed') continue;
    const { epoch, state } = receipt.value.claims;
    const storedAt = Math.floor(Date.parse(at) / 1000);
    await pulses.prove(cluster, node, { ...pulseRelease(receipt.value.claims), epoch, state, at: storedAt });
  }
}
