import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { isStale } from '../../core/drift/rules/stale.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import { streamName } from '../../core/views/view.ts';
import type { Positions, World } from '../ports.ts';
import { systemCall } from '../system-call.ts';
import { transact } from '../transact.ts';

type Needs = Pick<World, 'streams' | 'ids' | 'authority' | 'pulses' | 'clock' | 'settings'>;

/** Told apart by when they were last heard of: who came back and went silent again is found again. */
interface Silent {
  readonly node: string;
  readonly seenAt: number;
}

/** What one run tells the next; Unix milliseconds. */
interface Watch {
  /** Silence before this was ours. */
  readonly heardSince: number;
  readonly lastRun: number;
}
const NAME = 'mark-stale-nodes';

/**
 * Finds nodes that fell silent, each once. What was silence of our own (before the first run, and pauses between runs
 * that are longer than a stale period) is nobody's fault: everybody gets one whole period after it (design §7).
 * @param kept where runs in several processes tell each other; without it silence before this process was ours, too
 * @returns a function to call again and again; it answers how many nodes were marked
 */
export function staleMarker(world: Needs, kept?: Positions): () => Promise<number> {
  const { clock, settings } = world;
  const marked = new Map<string, number>();
  let watch: Watch = { heardSince: clock.now(), lastRun: clock.now() };
  return async () => {
    const now = clock.now();
    const { heardSince: before, lastRun } = ((await kept?.read(NAME)) as Watch | undefined) ?? watch;
    const heardSince = now - lastRun > settings.staleAfterSeconds * 1000 ? now : before;
    watch = { heardSince, lastRun: now };
    await kept?.save(NAME, { ...watch });
    let count = 0;
    for await (const cluster of clusters(world)) {
      for (const silent of await silentNodes(world, cluster, heardSince / 1000)) {
        if (marked.get(silent.node) === silent.seenAt) continue;
        const stored = await markStale(world, silent);
        if (!stored.ok) continue;
        marked.set(silent.node, silent.seenAt);
        count += stored.value ? 1 : 0;
      }
    }
    return count;
  };
}

async function* clusters({ streams }: Needs): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const { heads, next } = await streams.list(CLUSTER.kind, { limit: 100, ...(after ? { after } : {}) });
    for (const { stream } of heads) yield streamName(stream).key;
    after = next;
  } while (after !== undefined);
}

const silentNodes = ({ pulses, clock, settings }: Needs, cluster: string, heardSince: number): Promise<Silent[]> => {
  const nowSeconds = clock.now() / 1000;
  return pulses.fold<Silent[]>(cluster, [], (silent, { node, seenAt, intervalSeconds }) => {
    const heard = { seenAt: Math.max(seenAt, heardSince), intervalSeconds };
    if (isStale(heard, nowSeconds, settings.staleAfterSeconds)) silent.push({ node, seenAt });
    return silent;
  });
};

/** @returns whether this call marked it; a node that is removed or marked already is left alone */
function markStale(world: Needs, { node, seenAt }: Silent): Promise<Outcome<boolean>> {
  const call = systemCall(world, 'sweep', `stale/${node}/${seenAt}`);
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(NODE, node);
    if (state.status !== 'active' || state.staleSince !== null) return done(false);
    const lastSeenAt = new Date(seenAt * 1000).toISOString();
    tx.append(NODE, node, [{ type: 'NodeStale', at: call.at, cluster: state.cluster, lastSeenAt }]);
    return done(true);
  });
}
