import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/* An HTTP server that does nothing: it reads a request to its end and answers. `node bench/bare/echo.ts`. */
const ANSWER = '{}';
const HEAD = { 'content-type': 'application/json', 'content-length': ANSWER.length };

const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(200, HEAD).end(ANSWER));
});
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, pid: process.pid })),
);
