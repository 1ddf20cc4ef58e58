import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { Ajv2020 } from 'ajv/dist/2020.js';
import canonicalize from 'canonicalize';
import { create } from 'jsondiffpatch';
import { RATES_SCHEMA } from '../publish/rates.ts';

/*
 * Publishing from parts off the shelf: validate, diff to the version before, canonicalise, hash, sign, one FULL commit
 * of the bytes. `node bench/bare/publish.ts FILE`. It trusts its JSON and its schema, and keeps the version before
 * parsed in memory.
 */
const [file = ''] = process.argv.slice(2);
const sql = new DatabaseSync(file);
sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
sql.exec('CREATE TABLE versions (digest TEXT PRIMARY KEY, content TEXT NOT NULL, diff TEXT, signature BLOB NOT NULL)');
const insert = sql.prepare('INSERT INTO versions VALUES (?, ?, ?, ?)');
const valid = new Ajv2020().compile(RATES_SCHEMA);
const differ = create({ objectHash: (row) => (row as { id?: string }).id });
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let before: unknown;

function publish(body: string): string {
  const content: unknown = JSON.parse(body);
  if (!valid(content)) throw new Error('not valid');
  const diff = before === undefined ? null : JSON.stringify(differ.diff(before, content));
  const text = canonicalize(content) ?? '';
  const digest = hash('sha256', text);
  insert.run(digest, text, diff, sign('sha256', Buffer.from(digest), privateKey));
  before = content;
  return JSON.stringify({ digest });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => response.writeHead(201).end(publish(Buffer.concat(chunks).toString())));
});
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, pid: process.pid })),
);
