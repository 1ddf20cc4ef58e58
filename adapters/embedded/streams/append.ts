import type { DatabaseSync } from 'node:sqlite';
import type { LastUsed } from '../../../core/last-used.ts';
import type { Clock, CommandRecord, Head, StreamWrite } from '../../../usecases/ports.ts';
import { type MeasuredAppend, measureAppend } from '../../streams/measured-append.ts';
import type { Database } from '../database/open-database.ts';

type Stored = 'appended' | 'moved' | 'repeated' | 'too_large';

/** A lost race inside a savepoint: thrown to undo, answered as data. */
class Moved extends Error {}

/**
 * The write side of Streams on one sqlite file.
 * @param heads what readers keep: none of them sees an old head once somebody wrote, or found that another did
 */
export function appender({ sql, commits }: Database, clock: Clock, heads: LastUsed<Head>) {
  const insertEvent = sql.prepare('INSERT INTO events (stream, revision, body) VALUES (?, ?, ?)');
  const store = headStore(sql);
  const erase = eraser(sql);
  const findCommand = sql.prepare('SELECT 1 FROM commands WHERE key = ?');
  const insertCommand = sql.prepare('INSERT INTO commands (key, body_sha256, result, stored_at) VALUES (?, ?, ?, ?)');

  const storeAll = ({ writes, result }: MeasuredAppend, { key, bodySha256 }: CommandRecord): void => {
    for (const { write, state, events } of writes) {
      store(write, state);
      for (const { revision, body } of events) insertEvent.run(write.stream, revision, body);
      for (const revision of write.erase ?? []) erase(write.stream, revision);
    }
    insertCommand.run(key, bodySha256, result, clock.now());
  };

  return async (writes: readonly StreamWrite[], command: CommandRecord): Promise<Stored> => {
    const measured = measureAppend(writes, command);
    try {
      const stored = await commits.write((): Stored => {
        for (const { stream } of writes) heads.delete(stream);
        if (findCommand.get(command.key)) return 'repeated';
        if (measured.tooLarge) return 'too_large';
        storeAll(measured, command);
        return 'appended';
      });
      // Erased bytes are overwritten in the file by secure_delete; the log beside it still holds them until now.
      if (stored === 'appended' && writes.some(({ erase: erased }) => erased?.length)) {
        sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      }
      return stored;
    } catch (error) {
      if (error instanceof Moved) return 'moved';
      throw error;
    }
  };
}

function headStore(sql: DatabaseSync): (write: StreamWrite, state: string) => void {
  const next = '(SELECT coalesce(max(position), 0) + 1 FROM heads)';
  const insert = sql.prepare(
    `INSERT INTO heads (stream, kind, key, revision, hash, at, state, position)
     VALUES (?, ?, ?, ?, ?, ?, ?, ${next}) ON CONFLICT (stream) DO NOTHING`,
  );
  const update = sql.prepare(
    `UPDATE heads SET revision = ?, hash = ?, at = ?, state = ?, position = ${next} WHERE stream = ? AND revision = ?`,
  );
  return ({ stream, expectedRevision, head }, state) => {
    const [, kind = '', key = ''] = stream.split('/');
    const { changes } =
      expectedRevision === 0
        ? insert.run(stream, kind, key, head.revision, head.hash, head.at, state)
        : update.run(head.revision, head.hash, head.at, state, stream, expectedRevision);
    if (changes !== 1) throw new Moved();
  };
}

function eraser(sql: DatabaseSync): (stream: string, revision: number) => void {
  const erase = sql.prepare(
    `UPDATE events SET body = json_set(body, '$.payload', NULL, '$.salt', NULL) WHERE stream = ? AND revision = ?`,
  );
  return (stream, revision) => {
    if (erase.run(stream, revision).changes !== 1) throw new Error(`${stream} has no revision ${revision} to erase`);
  };
}
