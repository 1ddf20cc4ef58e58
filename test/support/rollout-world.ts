import { readFileSync } from 'node:fs';
import type { Execution } from '../../adapters/embedded/workflow/execution.ts';
import { executionStore } from '../../adapters/embedded/workflow/execution-store.ts';
import { loadMachine } from '../../adapters/embedded/workflow/load-machine.ts';
import { type EmbeddedWorkflow, embeddedWorkflow } from '../../adapters/embedded/workflow/workflow.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { CONFIG } from '../../core/config/evolve.ts';
import { done } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import { makeHandler } from '../../functions/rollout/handler.ts';
import { StartDeploymentRequest } from '../../schemas/deployment.ts';
import type { StrategyInput } from '../../schemas/strategy.ts';
import type { Json, Labels } from '../../schemas/words.ts';
import { assessIdleDeployments } from '../../usecases/deployment/assess-idle-deployments.ts';
import { pauseDeployment } from '../../usecases/deployment/pause-deployment.ts';
import { resumeDeployment } from '../../usecases/deployment/resume-deployment.ts';
import { startDeployment } from '../../usecases/deployment/start-deployment.ts';
import { widenDeployment } from '../../usecases/deployment/widen-deployment.ts';
import { reactToEvents } from '../../usecases/feed/react-to-events.ts';
import { loadState } from '../../usecases/load-state.ts';
import type { World } from '../../usecases/ports.ts';
import { transact } from '../../usecases/transact.ts';
import { callAs } from './call.ts';
import { config, good, snapshot, version } from './content.ts';
import { type SimulatedFleet, simulatedFleet } from './simulated-fleet.ts';
import { loadTestRoot } from './trust-root.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { roomAround } from './without-release-key.ts';
import { type MemoryWorld, memoryWorld } from './world.ts';

export const CLUSTER_NAME = 'payments.development';
export const CONFIG_NAME = 'payments.development';

/** The real state machine over the real steps, on virtual time, with a feed and nodes that are driven by hand. */
export interface RolloutWorld extends MemoryWorld {
  /** What the rollout function has: the release key is there alone. `world` is that of the rooms around it. */
  readonly rollout: World;
  /** Private key of the trust root, PEM: what people keep. */
  readonly rootKey: string;
  readonly fleet: SimulatedFleet;
  /** Failures of the workflow that nobody else hears of. */
  readonly faults: unknown[];
  /** Lets everybody check in and time pass, a second at a time, until the condition holds. @throws after `limit` seconds */
  until(condition: () => Promise<boolean>, limit?: number): Promise<number>;
  seconds(count: number): Promise<void>;
  /** Ends the process's workflow and starts another on the same store, as a restart does. */
  restart(): Promise<void>;
  deployment(id: string): Promise<DeploymentState>;
  cluster(): Promise<{ readonly state: ClusterState }>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  widen(id: string): Promise<void>;
  assessIdle(): Promise<number>;
  /** Grants labels to these nodes (by index), in the fleet and in their streams. */
  label(nodes: readonly number[], labels: Labels): Promise<void>;
  /** Events in the longest history of an execution. */
  longestHistory(): number;
  status(id: string): Promise<string>;
}

const MACHINE = loadMachine(readFileSync(new URL('../../state-machines/rollout.asl.json', import.meta.url), 'utf8'), {
  RolloutFunctionArn: 'rollout',
});

/** @param more ports to use instead of the embedded ones */
export async function rolloutWorld(
  nodes: number,
  quietSeconds = 0,
  more: Partial<Pick<World, 'pulses' | 'streams' | 'views' | 'log' | 'positions' | 'signer'>> = {},
): Promise<RolloutWorld> {
  let workflow: EmbeddedWorkflow;
  const faults: unknown[] = [];
  const memory = memoryWorld({
    ...more,
    workflow: { start: (input) => workflow.start(input), status: (input) => workflow.status(input) },
  });
  const { clock, database } = memory;
  const handler = makeHandler(memory.world);
  const world = roomAround(memory.world, handler);
  const begin = () =>
    embeddedWorkflow({
      machine: MACHINE,
      store: executionStore(database),
      clock,
      ids: world.ids,
      invoke: async (payload) => JSON.parse(JSON.stringify(await handler(payload))) as Json,
      onFault: (fault) => faults.push(fault),
    });
  workflow = begin();
  clock.settleWith(() => workflow.idle());
  const { rootKey } = await loadTestRoot(world);
  const fleet = simulatedFleet(world, CLUSTER_NAME, nodes, quietSeconds);
  const feed = handFeed(world, faults);
  const second = async (): Promise<void> => {
    await feed();
    await fleet.checkIn();
    await clock.advance(1000);
    await feed();
  };
  const deployment = async (id: string) => (await loadState(world, DEPLOYMENT, id)).state;
  return {
    ...memory,
    world,
    rollout: memory.world,
    rootKey,
    fleet,
    faults,
    deployment,
    status: async (id) => (await deployment(id)).status,
    cluster: () => loadState(world, CLUSTER, CLUSTER_NAME),
    pause: async (id) =>
      void good(await pauseDeployment(world, { params: { id }, query: {}, body: {} }, operator(clock))),
    resume: async (id) =>
      void good(await resumeDeployment(world, { params: { id }, query: {}, body: {} }, operator(clock))),
    widen: async (id) =>
      void good(await widenDeployment(world, { params: { id }, query: {}, body: {} }, operator(clock))),
    assessIdle: () => assessIdleDeployments(memory.world),
    async label(indices, labels) {
      for (const index of indices) {
        const node = fleet.nodes[index];
        if (!node) throw new Error(`no node ${index}`);
        node.labels = labels;
        await transact(world, operator(clock), async (tx) => {
          await tx.load(NODE, node.id);
          tx.append(NODE, node.id, [
            { type: 'LabelsDrafted', at: clock.instant(), cluster: CLUSTER_NAME, revision: 1, labels, by: 'ada' },
          ]);
          return done(node.id);
        });
      }
    },
    longestHistory: () =>
      Math.max(
        ...database.sql
          .prepare('SELECT body FROM executions')
          .all()
          .map(({ body }) => (JSON.parse(String(body)) as Execution).historyEvents),
      ),
    async seconds(count) {
      for (let each = 0; each < count; each++) await second();
    },
    async until(condition, limit = 600) {
      for (let passed = 0; passed <= limit; passed++) {
        if (await condition()) return passed;
        await second();
      }
      throw new Error(`not within ${limit} s; faults: ${faults.map(String).join()}`);
    },
    async restart() {
      await workflow.stop();
      workflow = begin();
      workflow.resume();
    },
  };
}

const operator = (clock: VirtualClock) => callAs('Operator', { at: clock.instant() });

/** Reacts to new events of deployments and clusters as the feed does, when called; what failed comes again next time. */
function handFeed(world: World, faults: unknown[]): () => Promise<void> {
  const seen = new Map<string, number>();
  let position = '';
  return async () => {
    const { changes, next } = await world.streams.changes(position, 10_000);
    const before = faults.length;
    for (const { stream, revision } of changes) {
      const after = seen.get(stream) ?? 0;
      if (after >= revision) continue;
      const events = await world.streams.events(stream, { after, limit: 1000 });
      try {
        await reactToEvents(world, events);
        seen.set(stream, events.at(-1)?.revision ?? after);
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length === before) position = next;
  };
}

/** Publishes a version with a content of its own, puts it into a snapshot and starts deploying that. */
export async function begun(
  { world, clock }: Pick<RolloutWorld, 'world' | 'clock'>,
  semver: string,
  strategy: StrategyInput,
  more: Pick<StartDeploymentRequest, 'selector' | 'justification'> = {},
): Promise<string> {
  const at = clock.instant();
  if (!(await loadState(world, CONFIG, CONFIG_NAME)).state.profile) good(await config(world, CONFIG_NAME));
  if (!(await loadState(world, VERSION, versionKey(CONFIG_NAME, semver))).state.profile) {
    good(await version(world, CONFIG_NAME, semver, { rate: semver }));
    await snapshot(world, `rates-${semver}`, { [CONFIG_NAME]: semver }, { clusters: [CLUSTER_NAME] });
  }
  const body = StartDeploymentRequest.parse({ snapshot: `rates-${semver}`, strategy, ...more });
  return good(await startDeployment(world, { params: {}, query: {}, body }, callAs('Operator', { at }))).id;
}
