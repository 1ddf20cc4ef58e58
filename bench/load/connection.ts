import { connect, type Socket } from 'node:net';

/** What came back: only what a load generator looks at. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly bytes: number;
}

/** One kept HTTP/1.1 connection with one request at a time; it reads no more than it must, so that it costs little. */
export interface Connection {
  ask(request: string): Promise<Answer>;
  close(): void;
}

export async function openConnection(host: string, port: number): Promise<Connection> {
  const socket: Socket = connect({ host, port, noDelay: true });
  socket.setEncoding('latin1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let text = '';
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the connection was closed')));
  socket.on('data', (chunk: string) => {
    text += chunk;
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
    const end = head + 4 + length;
    if (text.length < end) return;
    const answer = { status: Number(text.slice(9, 12)), body: text.slice(head + 4, end), bytes: end };
    text = text.slice(end);
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(answer);
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request, 'latin1');
      }),
    close: () => socket.destroy(),
  };
}
