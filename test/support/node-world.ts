import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import { makeNodeHandler, type NodeHandler } from '../../functions/node/handler.ts';
import type { CreateEnrolmentTokenRequest } from '../../schemas/enrolment-token.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import { createEnrolmentToken } from '../../usecases/enrolment-token/create-enrolment-token.ts';
import { signPending } from '../../usecases/issue/sign-pending.ts';
import { loadState } from '../../usecases/load-state.ts';
import type { World } from '../../usecases/ports.ts';
import { streamId } from '../../usecases/transact.ts';
import { callAs } from './call.ts';
import { CLUSTER_NAME } from './draft-release.ts';
import { type TestNode, testNode } from './test-node.ts';
import { loadTestRoot } from './trust-root.ts';
import { type MemoryWorld, memoryWorld } from './world.ts';

export interface NodeWorld extends MemoryWorld {
  readonly handler: NodeHandler;
  /** Private key of the trust root, PEM. */
  readonly rootKey: string;
  /** Faults behind the 500s. */
  readonly faults: unknown[];
  newToken(over?: Partial<CreateEnrolmentTokenRequest>): Promise<string>;
  /** Enrolled and with a node token; its cluster's first directive is signed. */
  enrolled(over?: Partial<CreateEnrolmentTokenRequest>): Promise<TestNode>;
  state(node: string): Promise<NodeState>;
  events(node: string): Promise<StoredEvent[]>;
}

/** A world with a trust root, and the API of nodes in front of it. */
export async function nodeWorld(overrides: Partial<World> = {}): Promise<NodeWorld> {
  const memory = memoryWorld(overrides);
  const { world, clock } = memory;
  const { rootKey } = await loadTestRoot(world);
  const faults: unknown[] = [];
  const handler = await makeNodeHandler(world, ({ error }) => faults.push(error));
  const newToken: NodeWorld['newToken'] = async (over = {}) => {
    const body = { cluster: CLUSTER_NAME, uses: 1, expiresIn: 'PT1H', labels: {}, ...over };
    const made = await createEnrolmentToken(
      world,
      { params: {}, query: {}, body },
      callAs('Operator', { at: clock.instant() }),
    );
    if (!made.ok) throw new Error(JSON.stringify(made));
    await signPending(world, body.cluster);
    return made.value.token;
  };
  return {
    ...memory,
    handler,
    rootKey,
    faults,
    newToken,
    async enrolled(over) {
      const node = testNode(world, handler);
      const enrolled = await node.enrol(await newToken(over));
      const authenticated = await node.authenticate();
      if (enrolled.status !== 201 || authenticated.status !== 200)
        throw new Error(JSON.stringify([enrolled, authenticated]));
      return node;
    },
    state: async (node) => (await loadState(world, NODE, node)).state,
    events: (node) => world.streams.events(streamId(world.authority, NODE.kind, node), { after: 0, limit: 1000 }),
  };
}
