import { readFileSync } from 'node:fs';
import {
  createServer,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Target, type Targets, targetFor } from './targets.ts';

/** One address of a control plane on emulated AWS, for people and nodes alike: `node serve.ts PORT TARGETS-FILE`. */
const [port, file] = process.argv.slice(2) as [string, string];
const targets = JSON.parse(readFileSync(file, 'utf8')) as Targets;

const SOCKETS = 64;
const agents = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: SOCKETS }),
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS }),
};

/** What is about one connection and not about the message (RFC 9110 §7.6.1). */
const OF_THE_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'expect']);
const passedOn = (headers: IncomingMessage['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_HOP.has(name)));

function forward(target: Target, incoming: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { protocol, host, base } = target;
  const headers = {
    ...passedOn(incoming.headers),
    host,
    ...(body.length > 0 ? { 'content-length': body.length } : {}),
    ...(incoming.headers['content-type'] ? {} : { 'content-type': 'application/json' }), // else MiniStack sends base64
  };
  const ask = protocol === 'https:' ? httpsRequest : httpRequest;
  const outgoing = ask(
    {
      host: '127.0.0.1',
      port: target.port,
      method: incoming.method,
      path: base + incoming.url,
      headers,
      agent: agents[protocol],
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
      answer.pipe(response);
    },
  );
  outgoing.on('error', ({ message, code }: NodeJS.ErrnoException) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // The emulator closed an idle connection while we took it up again: nobody has read this yet.
    if (outgoing.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')) {
      forward(target, incoming, body, response);
      return;
    }
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ title: 'The emulated AWS does not answer.', detail: message }));
  });
  outgoing.end(body);
}

createServer(async (incoming, response) => {
  try {
    const body = Buffer.concat(await incoming.toArray());
    forward(targetFor(targets, incoming.method ?? 'GET', incoming.url ?? '/'), incoming, body, response);
  } catch {
    response.destroy(); // the caller went away
  }
}).listen(Number(port), '127.0.0.1');
