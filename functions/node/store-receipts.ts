import type { Outcome } from '../../core/decision.ts';
import type { NodeIdentity } from '../../core/node-token/claims.ts';
import type { Call } from '../../usecases/call.ts';
import { knownReleases } from '../../usecases/node/known-releases.ts';
import { storeReceipts } from '../../usecases/node/store-receipts.ts';
import type { World } from '../../usecases/ports.ts';

/** Takes receipts; remembers the releases they are about, so make it once per process. */
export function receiptStore(
  world: World,
): (identity: NodeIdentity, body: unknown, call: Call) => Promise<Outcome<unknown>> {
  const releases = knownReleases(world);
  return (identity, body, call) =>
    storeReceipts(world, releases, identity, (body as { receipts: string[] }).receipts, call);
}
