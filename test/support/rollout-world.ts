import { readFileSync } from 'node:fs';
import type { Execution } from '../../adapters/embedded/workflow/execution.ts';
import { executionStore } from '../../adapters/embedded/workflow/execution-store.ts';
import { loadMachine } from '../../adapters/embedded/workflow/load-machine.ts';
import { type EmbeddedWorkflow, embeddedWorkflow } from '../../adapters/embedded/workflow/workflow.ts';
import { decideLock } from '../../core/cluster/decide-lock.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { canonical } from '../../core/integrity/canonical.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import { contentDigest } from '../../core/snapshot/content-digest.ts';
import { makeHandler } from '../../functions/rollout/handler.ts';
import type { Json, Labels } from '../../schemas/common.ts';
import type { Selector } from '../../schemas/documents.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import { Strategy, type StrategyInput } from '../../schemas/strategy.ts';
import { changeCluster } from '../../usecases/cluster/change-cluster.ts';
import { ensureCluster } from '../../usecases/cluster/ensure-cluster.ts';
import { assessIdleDeployments } from '../../usecases/deployment/assess-idle-deployments.ts';
import { pauseDeployment } from '../../usecases/deployment/pause-deployment.ts';
import { resumeDeployment } from '../../usecases/deployment/resume-deployment.ts';
import { widenDeployment } from '../../usecases/deployment/widen-deployment.ts';
import { reactToEvents } from '../../usecases/feed/react-to-events.ts';
import { loadState } from '../../usecases/load-state.ts';
import type { World } from '../../usecases/ports.ts';
import { transact } from '../../usecases/transact.ts';
import { callAs } from './call.ts';
import { type SimulatedFleet, simulatedFleet } from './simulated-fleet.ts';
import { loadTestRoot } from './trust-root.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { type MemoryWorld, memoryWorld } from './world.ts';

export const CLUSTER_NAME = 'payments.production';

/** The real state machine over the real steps, on virtual time, with a feed and nodes that are driven by hand. */
export interface RolloutWorld extends MemoryWorld {
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

export async function rolloutWorld(nodes: number, quietSeconds = 0): Promise<RolloutWorld> {
  let workflow: EmbeddedWorkflow;
  const faults: unknown[] = [];
  const memory = memoryWorld({
    workflow: { start: (input) => workflow.start(input), status: (input) => workflow.status(input) },
  });
  const { world, clock, database } = memory;
  const handler = makeHandler(world);
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
  await loadTestRoot(world);
  const fleet = simulatedFleet(world, CLUSTER_NAME, nodes, quietSeconds);
  const feed = handFeed(world);
  const second = async (): Promise<void> => {
    await feed();
    await fleet.checkIn();
    await clock.advance(1000);
    await feed();
  };
  const deployment = async (id: string) => (await loadState(world, DEPLOYMENT, id)).state;
  return {
    ...memory,
    fleet,
    faults,
    deployment,
    status: async (id) => (await deployment(id)).status,
    cluster: () => loadState(world, CLUSTER, CLUSTER_NAME),
    pause: async (id) =>
      expectOk(await pauseDeployment(world, { params: { id }, query: {}, body: {} }, operator(clock))),
    resume: async (id) =>
      expectOk(await resumeDeployment(world, { params: { id }, query: {}, body: {} }, operator(clock))),
    widen: async (id) =>
      expectOk(await widenDeployment(world, { params: { id }, query: {}, body: {} }, operator(clock))),
    assessIdle: () => assessIdleDeployments(world),
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

const expectOk = (outcome: Outcome<unknown>): void => {
  if (!outcome.ok) throw new Error(`${outcome.code} ${JSON.stringify(outcome.details)}`);
};

/** Reacts to new events of deployments and clusters as the feed does, when called. */
function handFeed(world: World): () => Promise<void> {
  const seen = new Map<string, number>();
  let position = '';
  return async () => {
    for (;;) {
      const { changes, next } = await world.streams.changes(position, 100);
      if (changes.length === 0) return;
      position = next;
      for (const { stream } of changes) {
        const events = await world.streams.events(stream, { after: seen.get(stream) ?? 0, limit: 1000 });
        seen.set(stream, events.at(-1)?.revision ?? seen.get(stream) ?? 0);
        await reactToEvents(world, events);
      }
    }
  };
}

/** A snapshot document as it lies in its blob. */
export async function storedSnapshot(
  world: World,
  version: string,
): Promise<{ name: string; revision: number; digest: string; document: SnapshotDocument }> {
  const document: SnapshotDocument = {
    name: `rates-${version}`,
    revision: 1,
    configs: {
      'payments.production': {
        version,
        digest: version.replaceAll('.', '').padStart(64, '0'),
        mediaType: 'application/json',
        sizeBytes: 2,
      },
    },
    clusters: [CLUSTER_NAME],
    summary: 'new rates',
    risk: 'Low',
  };
  const { sha256 } = await world.blobs.put(
    'snapshot',
    new TextEncoder().encode(canonical(document as unknown as Json)),
  );
  return { name: document.name, revision: 1, digest: sha256, document };
}

/** Locks the cluster and starts a deployment of a stored snapshot, past approval and all other checks of content. */
export async function begun(
  { world, clock }: Pick<RolloutWorld, 'world' | 'clock'>,
  version: string,
  strategy: StrategyInput,
  selector: Selector | null = null,
): Promise<string> {
  const { document, ...snapshot } = await storedSnapshot(world, version);
  const at = clock.instant();
  const call = callAs('Operator', { at });
  const digest = contentDigest(document.configs);
  const id = world.ids.uuid();
  const started = await transact(world, call, async (tx) => {
    const ensured = await ensureCluster(world, tx, CLUSTER_NAME, at);
    if (!ensured.ok) return ensured;
    const { state } = await tx.load(CLUSTER, CLUSTER_NAME);
    const locked = decideLock({ type: 'Lock', at, deploymentId: id, contentDigest: digest }, state);
    if (!locked.ok) return locked;
    await tx.load(DEPLOYMENT, id);
    await changeCluster(world, tx, CLUSTER_NAME, at, locked.events);
    tx.append(DEPLOYMENT, id, [
      {
        type: 'DeploymentStarted',
        at,
        id,
        cluster: CLUSTER_NAME,
        snapshot,
        contentDigest: digest,
        strategy: Strategy.parse(strategy),
        selector,
        rollbackOf: null,
        justification: null,
        startedBy: 'ada',
        traceId: call.traceId,
      },
    ]);
    return done(id);
  });
  if (!started.ok) throw new Error(`${started.code} ${JSON.stringify(started.details)}`);
  return id;
}
