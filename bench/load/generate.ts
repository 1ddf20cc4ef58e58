import { readFileSync } from 'node:fs';
import { percentiles } from '../support/percentiles.ts';
import { checkInBody } from './check-in-body.ts';
import { type Connection, openConnection } from './connection.ts';

/*
 * Check-ins as fast as the server answers, or at a rate: `node bench/load/generate.ts JSON`. One line of JSON says how
 * it went. At a rate, a request is as late as the moment it should have been sent, so a server that stalls cannot hide
 * it (no coordinated omission).
 */
export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** A second, over all connections; without one, each connection asks again at once. */
  readonly rate?: number;
  /** JSON file of `CheckingNode`s. */
  readonly fleet: string;
  /** Whether every check-in has a sample the server has not seen. */
  readonly changed: boolean;
  /** Where samples begin; a later load goes on above. */
  readonly firstSequence: number;
}
export interface CheckingNode {
  readonly id: string;
  readonly token: string;
}
interface Held {
  readonly epoch: number;
  readonly sequence: number;
}
const NOTHING_HELD: Held = { epoch: 0, sequence: 0 };
export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of one exchange, both ways. */
  readonly bytes: number;
  readonly lastSequence: number;
}

const load = JSON.parse(process.argv[2] ?? '') as Load;
const nodes = JSON.parse(readFileSync(load.fleet, 'utf8')) as CheckingNode[];
const liveness = new Map<string, string>();
const held = new Map<string, Held>();
const sequences = new Map<string, number>();
let next = 0;
let errors = 0;
let bytes = 0;
let measured = 0;
const times: number[] = [];
const measureFrom = performance.now() + load.warmUpSeconds * 1000;
const until = measureFrom + load.seconds * 1000;

function requestOf({ id, token }: CheckingNode): string {
  const sequence = (sequences.get(id) ?? load.firstSequence) + (load.changed ? 1 : 0);
  sequences.set(id, sequence);
  const body = JSON.stringify(checkInBody(held.get(id) ?? NOTHING_HELD, sequence, liveness.get(id) ?? null));
  return `POST /api/v1/nodes/${id}/check-in HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

async function checkIn(connection: Connection, due: number): Promise<void> {
  const node = nodes[next++ % nodes.length];
  if (!node) throw new Error('the fleet is empty');
  const request = requestOf(node);
  const answer = await connection.ask(request);
  const now = performance.now();
  const [, told] = /"liveness":"([^"]+)"/.exec(answer.body) ?? [];
  if (told) liveness.set(node.id, told);
  if (answer.body.includes('"directive":{')) held.set(node.id, heldAfter(answer.body));
  if (now < measureFrom || now > until) return;
  measured += 1;
  if (answer.status !== 200 && errors++ < 3) console.error(answer.status, answer.body.slice(0, 300));
  bytes += request.length + answer.bytes;
  times.push(now - due);
}

/** A node keeps the directive it was given, and is given it once. */
function heldAfter(body: string): Held {
  const { directive } = JSON.parse(body) as { directive: { payload: string } };
  const { predicate } = JSON.parse(Buffer.from(directive.payload, 'base64').toString()) as { predicate: Held };
  return { epoch: predicate.epoch, sequence: predicate.sequence };
}

const connections = await Promise.all(
  Array.from({ length: load.connections }, () => openConnection('127.0.0.1', load.port)),
);
/** A rate is held from the first moment only once both programs are warm: else it begins with what they still owe. */
await asFastAsAnswered(load.rate === undefined ? until : measureFrom);
if (load.rate !== undefined) await paced(load.rate);
for (const connection of connections) connection.close();

async function asFastAsAnswered(end: number): Promise<void> {
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < end) await checkIn(connection, performance.now());
    }),
  );
}

async function paced(rate: number): Promise<void> {
  const free = [...connections];
  const late: number[] = [];
  const began = performance.now();
  const send = (connection: Connection, due: number): void => {
    void checkIn(connection, due).then(() => {
      const waiting = late.shift();
      if (waiting === undefined) free.push(connection);
      else send(connection, waiting);
    });
  };
  for (let sent = 0; performance.now() < until; ) {
    for (const wanted = ((performance.now() - began) / 1000) * rate; sent < wanted; sent++) {
      const due = began + (sent / rate) * 1000;
      const connection = free.pop();
      if (connection) send(connection, due);
      else late.push(due);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const result: LoadResult = {
  requests: measured,
  errors,
  perSecond: measured / load.seconds,
  ...percentiles(times),
  bytes: bytes / Math.max(1, measured),
  lastSequence: Math.max(load.firstSequence, ...sequences.values()),
};
console.log(JSON.stringify(result));
process.exit(0);
