import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { turnCommits } from '../../adapters/embedded/database/turn-commits.ts';

/*
 * The least that anybody could do: a Node HTTP server that parses the body, stores it as the last of its sender and
 * answers once that is on the disk. `node bench/bare/check-ins.ts FILE single|group`: one FULL commit for each request,
 * or shared as the product shares them.
 */
const [file = '', how] = process.argv.slice(2);
const sql = new DatabaseSync(file);
sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
sql.exec('CREATE TABLE IF NOT EXISTS last (node TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID');
const upsert = sql.prepare(
  'INSERT INTO last (node, body) VALUES (?, ?) ON CONFLICT (node) DO UPDATE SET body = excluded.body',
);
const commits = turnCommits(sql);
const store = async (node: string, body: string): Promise<void> => {
  if (how === 'group') await commits.write(() => upsert.run(node, body));
  else upsert.run(node, body);
};
/** As long as an answer that has nothing new to say. */
const ANSWER = JSON.stringify({
  rootVersion: 1,
  urls: [],
  liveness: '59844660.AAAAAAAAAAAAAAAAAAAAAA',
  nextCheckInSeconds: 1.042,
  orders: [],
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { sample: unknown };
    const [, , , , node = ''] = (request.url ?? '').split('/');
    void store(node, JSON.stringify(body.sample)).then(() =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(ANSWER) })
        .end(ANSWER),
    );
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, pid: process.pid })),
);
