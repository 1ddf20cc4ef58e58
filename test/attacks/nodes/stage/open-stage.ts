import type { Http, HttpAnswer, HttpRequest } from '../../../../agent/ports.ts';
import type { ClusterState } from '../../../../core/cluster/state.ts';
import { NODE } from '../../../../core/node/record/evolve.ts';
import type { StoredEvent } from '../../../../schemas/event.ts';
import type { Labels } from '../../../../schemas/words.ts';
import { createEnrolmentToken } from '../../../../usecases/enrolment-token/create-enrolment-token.ts';
import { renewDirectives } from '../../../../usecases/issue/renew-directives.ts';
import { staleMarker } from '../../../../usecases/node/mark-stale-nodes.ts';
import type { World } from '../../../../usecases/ports.ts';
import { streamId } from '../../../../usecases/transact.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import { CLUSTER_NAME, rolloutWorld } from '../../../support/rollout-world.ts';
import type { VirtualClock } from '../../../support/virtual-clock.ts';
import { type HonestPlane, honestPlane, limited } from './honest-plane.ts';
import { type NodeOnStage, nodeOnStage } from './node-on-stage.ts';
import { nodeRoom } from './node-room.ts';
import { type Order, releaseOf } from './release.ts';
import { type RootHands, rootHands, type ServerKeys, serverKeys } from './trust.ts';

/** Somebody on the way: sees every request, and answers it, passes it on, or neither. */
export type Hop = (request: HttpRequest, pass: Http) => Promise<HttpAnswer>;

export interface Exchange {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
}

/** The real control plane and the real agent, with a place between them for whoever attacks. */
export interface Stage {
  readonly cluster: string;
  readonly plane: HonestPlane;
  readonly node: NodeOnStage;
  readonly clock: VirtualClock;
  readonly keys: ServerKeys;
  readonly root: RootHands;
  /** Who has which ports: `rollout` alone the release key, `node` what lib/permissions.ts gives the node function. */
  readonly rooms: { readonly control: World; readonly rollout: World; readonly node: World };
  /** On the path; passes everything on until somebody is put there. */
  hop: Hop;
  /** Everything that ever passed by, for whoever listens. */
  readonly tape: readonly Exchange[];
  /** Publishes this version and starts deploying it to everybody. */
  release(semver: string, more?: Partial<Order>): Promise<string>;
  /** The control plane works and every node makes a round, once a second. */
  seconds(count: number): Promise<void>;
  /** The same, and the node is not there. */
  withoutNode(seconds: number): Promise<void>;
  /** Time passes with nothing under way and a round each hour; then the sweep's work: renewals, and who is silent. */
  hours(count: number): Promise<void>;
  until(done: () => Promise<boolean>, seconds?: number): Promise<void>;
  /** A new enrolment token. */
  token(cluster: string, labels: Labels): Promise<string>;
  /** Another node, which nobody attacks; what it hears and says is on the tape as well. */
  join(cluster: string, labels: Labels): Promise<NodeOnStage>;
  status(deployment: string): Promise<string>;
  clusterState(): Promise<ClusterState>;
  nodeId(): Promise<string>;
  events(): Promise<StoredEvent[]>;
  /** Refusals that reached the node's record at the control plane, in order. */
  told(): Promise<string[]>;
  /** What the feed and the workflow could not do. */
  faults(): readonly string[];
  /** What else is to be closed. */
  onClose(close: () => Promise<void>): void;
  close(): Promise<void>;
}

const PASS: Hop = (request, pass) => pass(request);

/** A control plane with one node that is enrolled and has been heard of; nothing is released yet. */
export async function openStage(labels: Labels = {}): Promise<Stage> {
  const keys = serverKeys();
  const rollout = await rolloutWorld(0, 0, { signer: keys.signer });
  const { clock, world } = rollout;
  const rooms = { control: world, rollout: rollout.rollout, node: nodeRoom(world) };
  const plane = await honestPlane(rollout, world, rooms.node);
  const at = (): string => clock.instant();
  const tape: Exchange[] = [];
  const recorded: Http = async (request) => {
    const answer = await plane.http(request);
    tape.push({ request, answer });
    return answer;
  };
  const http: Http = (request) => stage.hop(request, recorded);
  const tokenFor = async (cluster: string, granted: Labels): Promise<string> => {
    const body = { cluster, uses: 1, expiresIn: 'PT1H', labels: granted };
    const call = callAs('Operator', { at: at() });
    return good(await createEnrolmentToken(world, { params: {}, query: {}, body }, call)).token;
  };
  const join = async (cluster: string, granted: Labels, through: Http): Promise<NodeOnStage> =>
    nodeOnStage({
      clock,
      http: limited(through),
      url: URL_OF_PLANE,
      enrolmentToken: await tokenFor(cluster, granted),
    });
  const node = await join(CLUSTER_NAME, labels, http);
  const others: NodeOnStage[] = [];
  const closing: (() => Promise<void>)[] = [];
  const stale = staleMarker(world);
  const nodeId = async (): Promise<string> => (await node.state()).node?.nodeId ?? '';
  const events = async (): Promise<StoredEvent[]> =>
    world.streams.events(streamId(world.authority, NODE.kind, await nodeId()), { after: 0, limit: 1000 });
  const stage: Stage = {
    cluster: CLUSTER_NAME,
    plane,
    node,
    clock,
    rooms,
    hop: PASS,
    tape,
    release: (semver, more = {}) =>
      releaseOf(world, { semver, cluster: CLUSTER_NAME, at: at(), strategy: { strategy: 'Direct' }, ...more }),
    async seconds(count) {
      for (let second = 0; second < count; second++) {
        await stage.withoutNode(1);
        await node.agent.round();
      }
    },
    async withoutNode(seconds) {
      for (let second = 0; second < seconds; second++) {
        await rollout.seconds(1);
        for (const other of others) await other.agent.round();
      }
    },
    async hours(count) {
      for (let hour = 0; hour < count; hour++) {
        await clock.advance(3_600_000);
        await renewDirectives(rooms.rollout);
        await node.agent.round();
      }
      // The first look after a pause of its own calls nobody silent.
      for (let minute = 0; minute < 4; minute++) {
        await clock.advance(60_000);
        await node.agent.round();
        await stale();
      }
    },
    async until(done, seconds = 60) {
      for (let passed = 0; !(await done()); passed++) {
        if (passed === seconds) throw new Error(`not within ${seconds} s: ${done}; ${rollout.faults.join()}`);
        await stage.seconds(1);
      }
    },
    token: tokenFor,
    async join(cluster, granted) {
      const other = await join(cluster, granted, recorded);
      others.push(other);
      return other;
    },
    keys,
    root: rootHands(world, rollout.rootKey, at),
    status: rollout.status,
    clusterState: async () => (await rollout.cluster()).state,
    nodeId,
    events,
    told: async () =>
      (await events()).flatMap(({ type, payload }) => (type === 'RefusalReported' ? [String(payload?.['code'])] : [])),
    faults: () => rollout.faults.map(String),
    onClose: (close) => closing.push(close),
    async close() {
      for (const close of closing) await close();
      rollout.close();
    },
  };
  await stage.seconds(2);
  return stage;
}

/** Takes whoever attacks away: what the control plane says reaches the node as it is again. */
export function lift(stage: Stage): void {
  stage.hop = PASS;
  stage.plane.nodeFunction = (event, honest) => honest(event);
}

/** Where memoryWorld says that its blobs are. */
const URL_OF_PLANE = 'http://127.0.0.1:8080';
