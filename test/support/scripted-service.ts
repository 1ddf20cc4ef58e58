import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request, read to its end. */
export type Asked = IncomingMessage & { readonly body: Buffer };
/** Answers a request, or leaves it without an answer. */
export type Answer = (response: ServerResponse, request: Asked) => void;

export const answering =
  (status: number, body: string | Uint8Array = '', headers: { readonly [name: string]: string } = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end(body);

/** The connection breaks off after the request was read. */
export const breakingOff: Answer = (response) => void response.socket?.destroy();

/** A service of AWS that answers by script, one answer after the other, the last one again and again. */
export async function scriptedService(...answers: readonly Answer[]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const whole = Object.assign(request, { body: Buffer.concat(chunks) });
    asked.push(whole);
    answers[Math.min(asked.length, answers.length) - 1]?.(response, whole);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  return { asked, environment };
}
