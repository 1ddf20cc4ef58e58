import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { type AuditReport, verifyAudit } from '../../cli/audit/verify-audit.ts';
import { eventHash, genesis, payloadHash } from '../../core/integrity/chain.ts';
import type { StoredEvent } from '../../schemas/event.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../support/embedded-server.ts';
import { tempFolder } from '../support/temp-folder.ts';

const STREAM = 'local/config/fees.production';

const verify = async (server: EmbeddedServer, since?: string): Promise<AuditReport> => {
  const token = await server.token('Viewer');
  const read = async (path: string) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  const source = { json: async (path: string) => JSON.parse(await read(path)) as unknown, text: read };
  return verifyAudit(source, { since, now: Date.now() });
};
const checkpoint = async (server: EmbeddedServer, size: number): Promise<string> => {
  for (;;) {
    const report = await verify(server);
    if ((report.checkpointSize ?? 0) >= size && report.checkpoint) return report.checkpoint;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const publish = async (server: EmbeddedServer, ...versions: readonly string[]) => {
  const token = await server.token('Developer', 'dora');
  for (const version of versions)
    await server.ask(token, 'POST', '/configs/fees.production/versions', { version, content: { version } });
};
const FAST = { PLUMB_CHECKPOINT_SECONDS: '1' };

/** A data folder with a history under a signed checkpoint, stopped. */
async function history(): Promise<string> {
  const data = join(tempFolder(), 'data');
  const server = await startEmbeddedServer(data, FAST);
  await server.ask(await server.token('Developer', 'dora'), 'POST', '/configs', { name: 'fees.production' });
  await publish(server, '1.0.0', '1.1.0', '1.2.0');
  await checkpoint(server, 14);
  await server.stop();
  return data;
}

/** Changes the database as somebody with the disk in his hands does, then serves it again. */
async function servedAfter(data: string, change: (sql: DatabaseSync) => void): Promise<EmbeddedServer> {
  const sql = new DatabaseSync(join(data, 'plumbline.sqlite'));
  change(sql);
  sql.close();
  return startEmbeddedServer(data, FAST);
}
const bodyOf = (sql: DatabaseSync, revision: number): StoredEvent => {
  const row = sql.prepare('SELECT body FROM events WHERE stream = ? AND revision = ?').get(STREAM, revision);
  return JSON.parse((row as { body: string }).body) as StoredEvent;
};
const setBody = (sql: DatabaseSync, revision: number, event: StoredEvent) =>
  sql
    .prepare('UPDATE events SET body = ? WHERE stream = ? AND revision = ?')
    .run(JSON.stringify(event), STREAM, revision);

describe('plumb audit verify, against a history that somebody changed on the disk', () => {
  it('finds an untouched one whole, after a restart too', async () => {
    const server = await servedAfter(await history(), () => {});
    expect(await verify(server)).toMatchObject({ ok: true, findings: [], anchored: false, uncoveredSeconds: 0 });
  });

  it.each([
    {
      name: 'changed',
      rule: 'payload_changed',
      revision: 3,
      change: (sql: DatabaseSync) => {
        const event = bodyOf(sql, 3);
        setBody(sql, 3, { ...event, payload: { ...event.payload, version: '9.9.9' } });
      },
    },
    {
      name: 'emptied, without an event that says it was erased',
      rule: 'payload_missing',
      revision: 3,
      change: (sql: DatabaseSync) => setBody(sql, 3, { ...bodyOf(sql, 3), payload: null, salt: null }),
    },
    {
      name: 'deleted',
      rule: 'event_missing',
      revision: 2,
      change: (sql: DatabaseSync) => sql.prepare('DELETE FROM events WHERE stream = ? AND revision = 2').run(STREAM),
    },
    {
      name: 'swapped with the next',
      rule: 'event_missing',
      revision: 2,
      change: (sql: DatabaseSync) => {
        const [second, third] = [bodyOf(sql, 2), bodyOf(sql, 3)];
        setBody(sql, 2, third);
        setBody(sql, 3, second);
      },
    },
    {
      name: 'cut off the end, with the head set back',
      rule: 'event_missing',
      revision: 4,
      change: (sql: DatabaseSync) => {
        sql.prepare('DELETE FROM events WHERE stream = ? AND revision = 4').run(STREAM);
        sql.prepare('UPDATE heads SET revision = 3, hash = ? WHERE stream = ?').run(bodyOf(sql, 3).hash, STREAM);
      },
    },
    {
      name: 'rewritten coherently, the whole stream with its head',
      rule: 'event_replaced',
      revision: 1,
      change: (sql: DatabaseSync) => {
        let previousHash = genesis(STREAM);
        for (const revision of [1, 2, 3, 4]) {
          const event = { ...bodyOf(sql, revision), actor: 'mallory', previousHash };
          const hash = eventHash(event);
          setBody(sql, revision, { ...event, hash });
          previousHash = hash;
        }
        sql.prepare('UPDATE heads SET hash = ? WHERE stream = ?').run(previousHash, STREAM);
      },
    },
  ])('names the first broken place when an event was $name', async ({ change, rule, revision }) => {
    const server = await servedAfter(await history(), change);
    const report = await verify(server);
    expect(report.ok).toBe(false);
    expect(report.findings[0]).toMatchObject({ rule, stream: STREAM, revision });
  });

  it('finds a rewrite that takes the log along by the checkpoint alone', async () => {
    const server = await servedAfter(await history(), (sql) => {
      const event = bodyOf(sql, 4);
      const payload = { ...event.payload, version: '9.9.9' };
      const changed = { ...event, payload, payloadHash: payloadHash(payload, String(event.salt)) };
      const hash = eventHash(changed);
      setBody(sql, 4, { ...changed, hash });
      sql.prepare('UPDATE heads SET hash = ? WHERE stream = ?').run(hash, STREAM);
      sql.prepare('UPDATE log_leaves SET hash = ? WHERE stream = ? AND revision = 4').run(hash, STREAM);
    });
    expect((await verify(server)).findings).toStrictEqual([
      { rule: 'root_differs', index: null, stream: null, revision: null, checkpoint: 'served' },
    ]);
  });

  it('finds an old backup with valid signatures by a checkpoint the caller kept', async () => {
    const data = await history();
    const backup = join(tempFolder(), 'data');
    cpSync(data, backup, { recursive: true });
    const server = await startEmbeddedServer(data, FAST);
    await publish(server, '1.3.0');
    const kept = await checkpoint(server, 17);
    await server.stop();
    const restored = await startEmbeddedServer(backup, FAST); // witness and all: nothing here tells
    expect(await verify(restored)).toMatchObject({ ok: true });
    expect((await verify(restored, kept)).findings).toStrictEqual([
      { rule: 'log_shrank', index: null, stream: null, revision: null, checkpoint: 'since' },
    ]);
    await restored.stop();
    // The database alone set back: the witness beside it remembers, and nothing more is signed.
    cpSync(join(backup, 'plumbline.sqlite'), join(data, 'plumbline.sqlite'));
    const again = await startEmbeddedServer(data, FAST);
    expect((await verify(again)).findings[0]).toMatchObject({ rule: 'log_shrank', checkpoint: 'served' });
  });

  it('signs nothing more over a whole data folder set back, when the witness lies elsewhere', async () => {
    const data = await history();
    const backup = join(tempFolder(), 'data');
    cpSync(data, backup, { recursive: true });
    const elsewhere = { ...FAST, PLUMB_WITNESS: tempFolder() };
    const server = await startEmbeddedServer(data, elsewhere);
    await publish(server, '1.3.0');
    await checkpoint(server, 17);
    await server.stop();
    const restored = await startEmbeddedServer(backup, elsewhere);
    expect((await verify(restored)).findings[0]).toMatchObject({ rule: 'log_shrank', checkpoint: 'served' });
  });

  it('tells two clients who are given two views apart', async () => {
    const data = await history();
    const other = join(tempFolder(), 'data');
    cpSync(data, other, { recursive: true });
    const [one, two] = [await startEmbeddedServer(data, FAST), await startEmbeddedServer(other, FAST)];
    await publish(one, '1.3.0');
    await publish(two, '1.4.0');
    const seenByOne = await checkpoint(one, 17);
    await checkpoint(two, 17);
    expect(await verify(two)).toMatchObject({ ok: true });
    expect((await verify(two, seenByOne)).findings[0]).toMatchObject({ rule: 'root_differs', checkpoint: 'since' });
  });
});
