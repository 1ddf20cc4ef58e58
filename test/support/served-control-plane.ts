import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeControlPlane } from './fake-control-plane.ts';
import { issueRoot, later } from './fleet-documents.ts';

export interface ServedControlPlane {
  readonly plane: FakeControlPlane;
  readonly url: string;
  /** Whether a request is kept waiting for ever. */
  hang: () => boolean;
  close(): Promise<void>;
}

/** The fake control plane behind a real loopback socket, for agents that are real processes. */
export async function servedControlPlane(): Promise<ServedControlPlane> {
  const plane = new FakeControlPlane();
  plane.now = () => Date.now();
  plane.issuedAt = () => new Date().toISOString();
  plane.roots[0] = issueRoot(plane.keys, { expiresAt: later(365 * 86_400, plane.issuedAt()) });
  plane.nextCheckInSeconds = 0.05;
  const server = createServer((request, response) => {
    if (served.hang()) return;
    void answer(plane, request).then(
      ({ status, bytes }) => response.writeHead(status).end(bytes),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  plane.url = url;
  const served: ServedControlPlane = {
    plane,
    url,
    hang: () => false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return served;
}

async function answer(plane: FakeControlPlane, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  return plane.http({
    method: request.method === 'GET' ? 'GET' : 'POST',
    url: `${plane.url}${request.url}`,
    headers: { authorization: request.headers.authorization ?? '' },
    ...(body ? { body } : {}),
    maxBytes: 64 * 1024 * 1024,
    deadlineMs: 0,
  });
}
