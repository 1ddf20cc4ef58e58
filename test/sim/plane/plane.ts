import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { reader } from '../../../adapters/embedded/streams/read.ts';
import { executionStore } from '../../../adapters/embedded/workflow/execution-store.ts';
import { loadMachine } from '../../../adapters/embedded/workflow/load-machine.ts';
import { embeddedWorkflow } from '../../../adapters/embedded/workflow/workflow.ts';
import type { HttpAnswer } from '../../../agent/ports.ts';
import { done, reject } from '../../../core/decision.ts';
import type { LastUsed } from '../../../core/last-used.ts';
import { makeHandler as makeControlHandler } from '../../../functions/control/handler.ts';
import { controlRoutes } from '../../../functions/control/routes.ts';
import { makeNodeHandler } from '../../../functions/node/handler.ts';
import { makeHandler as makeRolloutHandler } from '../../../functions/rollout/handler.ts';
import type { Role } from '../../../schemas/principal.ts';
import type { Json } from '../../../schemas/words.ts';
import { startLoops } from '../../../server/loops/start-loops.ts';
import { notifyingStreams } from '../../../server/notifying-streams.ts';
import { signDrafted } from '../../../usecases/issue/sign-drafted.ts';
import type { Head, World } from '../../../usecases/ports.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { Chance } from '../chance.ts';
import type { Faults } from '../faults.ts';
import type { Tally } from '../tally.ts';
import { faultyPorts } from './faulty-ports.ts';
import { type PlaneDisk, worldOn } from './plane-disk.ts';
import { type Activity, type ProcessLife, processLife } from './process.ts';
import type { Sent } from './sent.ts';

const MACHINE = loadMachine(
  readFileSync(new URL('../../../state-machines/rollout.asl.json', import.meta.url), 'utf8'),
  {
    RolloutFunctionArn: 'rollout',
  },
);
/** What keeps the lives of one control plane apart from its disk: everything else is forgotten in a crash. */
export interface Plane {
  /** One request to whichever life is up. @throws when none is, or it dies before it answers */
  request(request: Sent): Promise<HttpAnswer>;
  crash(): void;
  restart(): Promise<void>;
  isUp(): boolean;
  /** Faults of the control plane that no caller hears of. */
  readonly unheard: string[];
}

interface Running {
  readonly life: ProcessLife;
  answer(request: Sent): Promise<HttpAnswer>;
}

/** @param onCrash told when a fault ends the process: somebody has to start it again */
export function controlPlane(
  disk: PlaneDisk,
  clock: VirtualClock,
  activity: Activity,
  faults: Faults,
  { count }: Tally,
  chance: Chance,
  onCrash: () => void,
): Plane {
  let running: Running | undefined;
  const unheard: string[] = [];
  const crash = (): void => {
    if (!running) return;
    running.life.die();
    running = undefined;
    onCrash();
  };
  const boot = async (): Promise<Running> => {
    const life = processLife(activity);
    const onFault = (fault: unknown, where: string): void => {
      if (life.alive()) unheard.push(`${where}: ${String(fault)}`);
    };
    const appended = new Set<() => void>();
    const { world: bare, serveBlob } = worldOn(disk, life.clock(clock));
    const ports = faultyPorts(bare, { life, faults, chance, crash, count, clock });
    const workflow = embeddedWorkflow({
      machine: MACHINE,
      store: ports.executions(executionStore(disk.database)),
      clock: life.clock(clock),
      ids: disk.ids,
      invoke: ports.steps(async (payload) => (await rollout(payload)) as unknown as Json),
      onFault,
    });
    const world: World = {
      ...bare,
      ...ports,
      workflow,
      issuing: { sign: (draft, cause) => signDrafted(world, draft, cause) },
      streams: notifyingStreams(ports.streams, () => {
        for (const listener of appended) listener();
      }),
    };
    const rollout = makeRolloutHandler(world);
    const control = makeControlHandler({
      world,
      routes: controlRoutes({ developmentTokens: false }),
      authenticate: async (authorization) => personOf(authorization),
      logger: SILENT,
    });
    const node = await makeNodeHandler(world, ({ error, operationId }) => onFault(error, operationId));
    const opened = { world, serveBlob, workflow, database: disk.database, bus: NO_BUS, close: async () => {} };
    startLoops(
      {
        ...opened,
        onAppended(listener) {
          appended.add(listener);
          return () => appended.delete(listener);
        },
      },
      onFault,
    );
    const answer: Running['answer'] = async (request) => {
      const url = new URL(request.url);
      if (url.pathname.startsWith('/blobs/')) {
        const found = await serveBlob({ method: 'GET', path: url.pathname, query: url.searchParams, body: NOTHING });
        return { status: found.status, bytes: await collected(found.body) };
      }
      const event = eventOf(request, url);
      const ofNode = request.method === 'POST' && OF_NODES.test(url.pathname);
      const { statusCode, body = '' } = ofNode ? await node(event) : await control(event, CONTEXT);
      return { status: statusCode ?? 0, bytes: new TextEncoder().encode(body) };
    };
    return { life, answer };
  };
  return {
    unheard,
    crash,
    isUp: () => running !== undefined,
    async restart() {
      running ??= await boot();
    },
    async request(request) {
      if (!running) throw new Error('nobody listens');
      const { life, answer } = running;
      return Promise.race([answer(request), life.died]);
    },
  };
}

const OF_NODES = /^\/api\/v1\/nodes(?:\/[^/]+\/(?:token|check-in|receipts))?$/;
const CONTEXT = { awsRequestId: 'request', functionName: 'control' } as Context;
const SILENT = new Logger({ serviceName: 'simulator', logLevel: 'SILENT' });
const NO_BUS = { publish: async () => {}, subscribe: () => () => {} };
const NOTHING = { async *[Symbol.asyncIterator]() {} };

/** `Bearer Role/subject`: who a person is is not what is simulated. */
function personOf(authorization = '') {
  const [, role, subject] = /^Bearer (\w+)\/(\w+)$/.exec(authorization) ?? [];
  return role && subject ? done({ role: role as Role, subject }) : reject('unauthenticated');
}

function eventOf({ method, headers, body }: Omit<Sent, 'url'>, url: URL): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { ...headers },
    requestContext: { http: { method, path: url.pathname } } as APIGatewayProxyEventV2['requestContext'],
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}

async function collected(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

const NOTHING_KEPT: LastUsed<Head> = { get: () => undefined, set: () => {}, delete: () => {}, clear: () => {} };

/** Reads what is stored past all faults, and past what a process remembers, as somebody with the disk in hand does. */
export const observer = ({ database }: PlaneDisk) => reader(database.sql, NOTHING_KEPT);
