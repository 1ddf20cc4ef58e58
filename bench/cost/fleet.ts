import { sha256Hex } from '../../core/integrity/digest.ts';
import { latencies } from '../../test/support/busy-pulse.ts';
import { CLUSTER_NAME, draftRelease } from '../../test/support/draft-release.ts';
import { lockCluster } from '../../test/support/lock-cluster.ts';
import type { TestNode } from '../../test/support/test-node.ts';
import { signPending } from '../../usecases/issue/sign-pending.ts';
import type { CostPlane } from './plane.ts';

const CONTENT = sha256Hex('{"retries":3}');
const BOOT = '6f1f5a0e-1111-4222-8333-444455556666';
/** As the agent renews its token. */
const TOKEN_SHARE = 0.8;

interface Member {
  readonly node: TestNode;
  dueAtMs: number;
  tokenUntilMs: number;
  liveness: string | null;
  sequence: number;
}

export interface Fleet {
  readonly nodes: readonly TestNode[];
  readonly release: { readonly digest: string };
  /** Every node comes when it was told to, with new counts each time. @returns how many check-ins there were */
  live(seconds: number): Promise<number>;
  /** One check-in of every node, at once. */
  checkIn(): Promise<void>;
  /** A deployment begins: the cluster is locked. */
  lock(): Promise<void>;
}

/** Nodes with traffic that run one release, and have settled in. Tokens are renewed outside of what is counted. */
export async function fleetOf(plane: CostPlane, count: number): Promise<Fleet> {
  const { w, clock } = plane;
  const { world } = w;
  const nodes: TestNode[] = [];
  for (let made = 0; made < count; made++) nodes.push(await w.enrolled());
  const release = await draftRelease(world);
  await signPending(world, CLUSTER_NAME);
  const startMs = clock.now();
  const members = nodes.map(
    (node, index): Member => ({
      node,
      // Nodes do not come all at once.
      dueAtMs: startMs + ((index * 7919) % count) * ((world.settings.idleCheckInSeconds * 1000) / count),
      tokenUntilMs: startMs + world.settings.nodeTokenSeconds * 1000 * TOKEN_SHARE,
      liveness: null,
      sequence: 0,
    }),
  );
  const checkIn = async (member: Member): Promise<void> => {
    const requests = 1_000_000 + ++member.sequence * 300;
    const counts = { requests, errors: 3, probesOk: member.sequence, probesFailed: 0, latency: latencies(requests) };
    const answer = await member.node.answer({
      directive: { epoch: 1, sequence: 2 },
      running: { epoch: 1, generation: 1, digest: release.digest },
      components: [{ name: CLUSTER_NAME, kind: 'config', version: '1.0.0', digest: CONTENT }],
      sample: { bootId: BOOT, sequence: member.sequence, generation: 1, counts },
      probe: 'ok',
      liveness: member.liveness,
    });
    member.liveness = answer.liveness;
    member.dueAtMs = clock.now() + answer.nextCheckInSeconds * 1000;
  };
  const renewTokens = async (): Promise<void> => {
    for (const member of members) {
      await member.node.authenticate();
      member.tokenUntilMs = clock.now() + world.settings.nodeTokenSeconds * 1000 * TOKEN_SHARE;
    }
  };
  return {
    nodes,
    release,
    async live(seconds) {
      let count = 0;
      for (let second = 0; second < seconds; second++) {
        const due = members.filter(({ dueAtMs }) => dueAtMs < clock.now() + 1000);
        await Promise.all(due.map(checkIn));
        count += due.length;
        await clock.advance(1000);
        if (members.some(({ tokenUntilMs }) => tokenUntilMs <= clock.now() + 1000))
          throw new Error('tell the fleet to live for shorter: its tokens end');
      }
      return count;
    },
    async checkIn() {
      await renewTokens();
      await Promise.all(members.map(checkIn));
    },
    async lock() {
      await lockCluster(world);
      await clock.advance(world.settings.clusterCacheSeconds * 1000);
    },
  };
}
