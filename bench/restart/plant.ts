import type { SnapshotRef } from '../../core/cluster/state.ts';
import { done, type Outcome } from '../../core/decision.ts';
import type { DeploymentEvent } from '../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import type { NodeEvent } from '../../core/node/record/events.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { DomainEvent, StreamKind } from '../../core/stream.ts';
import { CreateConfigRequest } from '../../schemas/config.ts';
import { CreateSnapshotRequest } from '../../schemas/snapshot.ts';
import { Strategy } from '../../schemas/strategy.ts';
import type { Call } from '../../usecases/call.ts';
import { createConfig } from '../../usecases/config/create-config.ts';
import { publishVersion } from '../../usecases/config/publish-version.ts';
import { createEnrolmentToken } from '../../usecases/enrolment-token/create-enrolment-token.ts';
import type { World } from '../../usecases/ports.ts';
import { createSnapshot } from '../../usecases/snapshot/create-snapshot.ts';
import { systemCall } from '../../usecases/system-call.ts';
import { transact } from '../../usecases/transact.ts';

/** One cluster of a plant with a long past: its config, its nodes, and what has been deployed to them. */
export const PLANT = { nodes: 100, versions: 20, deployments: 20, versionBytes: 400_000 } as const;
const STRATEGY = Strategy.parse({ strategy: 'Direct' });
const JWK = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;

/** Brings one cluster and all its past into the world. @param index tells it from all others */
export async function plant(world: World, index: number): Promise<void> {
  const cluster = `line-${index}.production`;
  await content(world, cluster);
  await made(
    createEnrolmentToken(
      world,
      { params: {}, query: {}, body: { cluster, uses: PLANT.nodes, expiresIn: 'P1D', labels: {} } },
      callOf(world, `token/${cluster}`),
    ),
  );
  const snapshot = await bundled(world, cluster);
  const deployments = Array.from({ length: PLANT.deployments }, (_, each) =>
    deployment(world, cluster, snapshot, each + 1),
  );
  const nodes = Array.from({ length: PLANT.nodes }, (_, each) => node(world, cluster, index * PLANT.nodes + each));
  await Promise.all([...deployments, ...nodes]);
}

/** Versions of JSON, by the use cases: checked, made canonical, stored under their digests. */
async function content(world: World, name: string): Promise<void> {
  const input = { params: {}, query: {}, body: CreateConfigRequest.parse({ name }) };
  await made(createConfig(world, input, callOf(world, `config/${name}`)));
  for (let patch = 1; patch <= PLANT.versions; patch++) {
    const rows = Array.from({ length: PLANT.versionBytes / 75 }, (_, id) => ({
      id: `${name}-${id}`,
      binFrom: 400_000_000_000 + id * 1000,
      percent: patch,
    }));
    const source = JSON.stringify({ version: `1.0.${patch}`, content: { rows } });
    const request = { params: { name }, query: {}, body: { mediaType: 'application/json', source } } as const;
    await made(publishVersion(world, request, callOf(world, `version/${name}/${patch}`)));
  }
}

/** The newest of them, ready to be deployed. */
async function bundled(world: World, cluster: string): Promise<SnapshotRef> {
  const configs = { [cluster]: `1.0.${PLANT.versions}` };
  const body = CreateSnapshotRequest.parse({
    name: `of-${cluster}`,
    configs,
    clusters: [cluster],
    summary: 'the past',
  });
  const input = { params: {}, query: {}, body };
  const { name, revision, digest } = await made(createSnapshot(world, input, callOf(world, `snapshot/${cluster}`)));
  return { name, revision, digest };
}

/** A node and its receipts: what grows most where many nodes are deployed to often. */
function node(world: World, cluster: string, serial: number): Promise<void> {
  const id = `node-${sha256Hex(`node/${serial}`).slice(0, 32)}`;
  const at = new Date(world.clock.now()).toISOString();
  const told = { at, cluster };
  const enrolled: NodeEvent = {
    ...told,
    type: 'NodeEnrolled',
    tokenId: `enrol-${sha256Hex(cluster).slice(0, 24)}`,
    keys: { identityKey: JWK, encryptionKey: JWK, thumbprint: sha256Hex(id) },
    facts: { hostname: `${cluster}-${serial}`, agentVersion: '0.1.0' },
    request: filler(`enrolment/${id}`, 1100),
  };
  const receipts = Array.from(
    { length: PLANT.deployments },
    (_, each): NodeEvent => ({
      ...told,
      type: 'ReceiptStored',
      receipt: filler(`receipt/${id}/${each}`, 1000),
      sha256: sha256Hex(`receipt/${id}/${each}`),
      counter: each + 1,
      state: 'active',
      epoch: 1,
      generation: each + 1,
      digest: sha256Hex(`release/${cluster}/${each + 1}`),
      probe: 'ok',
    }),
  );
  return append(world, NODE, id, [enrolled, ...receipts]);
}

function deployment(world: World, cluster: string, snapshot: SnapshotRef, generation: number): Promise<void> {
  const id = uuidOf(`${cluster}/${generation}`);
  const at = new Date(world.clock.now()).toISOString();
  const counts = { expected: PLANT.nodes, applied: PLANT.nodes, failed: 0, overdue: 0, offline: 0, pending: 0 };
  const phase = { phase: 1, mode: 'activate', cutoff: 'f'.repeat(16), nodes: PLANT.nodes, soakSeconds: 0 } as const;
  const events: DeploymentEvent[] = [
    {
      type: 'DeploymentStarted',
      at,
      id,
      cluster,
      snapshot,
      contentDigest: sha256Hex(`content/${id}`),
      strategy: STRATEGY,
      selector: null,
      rollbackOf: null,
      justification: null,
      startedBy: 'otto',
      traceId: sha256Hex(id).slice(0, 32),
    },
    {
      type: 'DeploymentPlanned',
      at,
      run: 1,
      generation,
      plan: {
        phaseCount: 1,
        nodes: PLANT.nodes,
        offlineNodes: 0,
        predictedSeconds: 2,
        phases: [phase],
        blob: null,
        members: null,
      },
      baseline: null,
      notes: [],
    },
    { type: 'PhaseReleased', at, phase },
    { type: 'PhaseProven', at, phase: 1, counts },
    { type: 'DeploymentCompleted', at, counts },
    { type: 'DeploymentReported', at, outcome: 'completed', executionMilliseconds: null, counts },
  ];
  return append(world, DEPLOYMENT, id, events);
}

/** Straight into the stream, chained and folded as every event is. */
async function append<S, E extends DomainEvent>(
  world: World,
  kind: StreamKind<S, E>,
  key: string,
  events: readonly E[],
): Promise<void> {
  await made(
    transact(world, systemCall(world, 'node', `past/${kind.kind}/${key}`), async (tx) => {
      await tx.load(kind, key);
      tx.append(kind, key, events);
      return done(null);
    }),
  );
}

async function made<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome;
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer.value;
}

const callOf = (world: World, key: string): Call => ({
  ...systemCall(world, 'server', `past/${key}`),
  principal: { subject: 'ada', role: 'Admin' },
});

/** Text as of a signature: it does not compress, and nothing repeats. */
function filler(seed: string, characters: number): string {
  let text = '';
  for (let part = 0; text.length < characters; part++) text += sha256Hex(`${seed}/${part}`);
  return text.slice(0, characters);
}

const uuidOf = (name: string): string =>
  sha256Hex(name).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
