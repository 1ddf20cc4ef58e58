import { done, type Outcome, reject } from '../../core/decision.ts';
import { type PublicKey, publicKeyOfJwk } from '../../core/integrity/keys.ts';
import { type CheckedReceipt, checkReceipt, decideReceipt } from '../../core/node/record/decide-receipt.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { NodeIdentity } from '../../core/node-token/claims.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { streamId, type Transaction, transact } from '../transact.ts';
import { holdsKey } from './check-in.ts';
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
 * is refused does not keep the others from being stored.
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
  const checked = await Promise.all(receipts.map((receipt) => check(world, releases, identity, key, receipt)));
  const stored = await transact(world, call, (tx) => store(world, tx, identity, checked, call.at));
  if (stored.ok) await prove(world, identity, checked, stored.value.results, call.at);
  return stored;
}

async function check(
  { controlPlane }: Needs,
  releases: KnownReleases,
  { node, cluster }: NodeIdentity,
  key: PublicKey,
  receipt: string,
): Promise<Outcome<CheckedReceipt>> {
  const read = checkReceipt(receipt, key, { controlPlane, node, cluster });
  if (!read.ok) return read;
  const { digest, generation, epoch, configs } = read.value.claims;
  const release = await releases(digest);
  const invalid = (field: string) => reject('receipt_invalid', { field, counter: read.value.claims.counter });
  if (!release || release.cluster !== cluster || release.controlPlane !== controlPlane) return invalid('digest');
  if (release.generation !== generation) return invalid('generation');
  if (release.epoch !== epoch) return invalid('epoch');
  const same = Object.entries(configs).every(([name, sha256]) => release.configs.get(name) === sha256);
  return same && Object.keys(configs).length === release.configs.size ? read : invalid('configs');
}

async function store(
  world: Needs,
  tx: Transaction,
  identity: NodeIdentity,
  checked: readonly Outcome<CheckedReceipt>[],
  at: string,
): Promise<Outcome<Answer>> {
  const { revision, state: loaded } = await tx.load(NODE, identity.node);
  if (!holdsKey(loaded, identity)) return reject('node_revoked');
  const results: Result[] = [];
  let state = loaded;
  for (const receipt of checked) {
    if (!receipt.ok) {
      const { counter, field } = receipt.details;
      results.push({ counter: Number(counter ?? 0), result: 'refused', code: receipt.code, reason: String(field) });
      continue;
    }
    const { counter } = receipt.value.claims;
    const past = counter < loaded.receipt.counter ? await storedBefore(world, identity.node, revision) : NOTHING;
    const decision = decideReceipt({ at, receipt: receipt.value, past }, state);
    if (!decision.ok) {
      results.push({ counter, result: 'refused', code: decision.code });
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
  checked: readonly Outcome<CheckedReceipt>[],
  results: readonly Result[],
  at: string,
): Promise<void> {
  for (const [index, receipt] of checked.entries()) {
    if (!receipt.ok || results[index]?.result === 'refused' || receipt.value.claims.probe === 'failed') continue;
    const { generation, state } = receipt.value.claims;
    await pulses.prove(cluster, node, { generation, state, at: Math.floor(Date.parse(at) / 1000) });
  }
}
