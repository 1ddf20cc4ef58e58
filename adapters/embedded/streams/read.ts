import type { DatabaseSync } from 'node:sqlite';
import type { LastUsed } from '../../../core/last-used.ts';
import type { StoredEvent } from '../../../schemas/event.ts';
import type { Json } from '../../../schemas/words.ts';
import type { Head, StreamChange, Streams } from '../../../usecases/ports.ts';
import { endOfPrefix } from '../database/prefix.ts';

interface HeadRow {
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
  readonly at: string;
  readonly state: string;
}

const toHead = ({ stream, revision, hash, at, state }: HeadRow): Head => ({
  stream,
  revision,
  hash,
  state: JSON.parse(state) as Json,
  at,
});

/**
 * The read side of Streams: all of it sees every commit, so "eventually" is "at once" here.
 * @param heads those read last; whoever appends takes out what it wrote
 */
export function reader(sql: DatabaseSync, heads: LastUsed<Head>): Omit<Streams, 'append'> {
  const selectHead = sql.prepare('SELECT stream, revision, hash, at, state FROM heads WHERE stream = ?');
  const selectEvents = sql.prepare(
    'SELECT body FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
  );
  const selectCommand = sql.prepare('SELECT key, body_sha256, result FROM commands WHERE key = ?');
  const selectPage = sql.prepare(
    `SELECT stream, revision, hash, at, state FROM heads
     WHERE kind = ? AND (key, stream) > (?, ?) AND key >= ? AND key < ? ORDER BY key, stream LIMIT ?`,
  );
  const selectChanges = sql.prepare(
    'SELECT stream, revision, position FROM heads WHERE position > ? ORDER BY position LIMIT ?',
  );

  const load = async (stream: string): Promise<Head | undefined> => {
    const known = heads.get(stream);
    if (known) return known;
    const row = selectHead.get(stream) as unknown as HeadRow | undefined;
    const head = row && toHead(row);
    if (head) heads.set(stream, head);
    return head;
  };
  return {
    load,
    loadEventually: load,
    async command(key) {
      const row = selectCommand.get(key) as { key: string; body_sha256: string; result: string } | undefined;
      return row && { key: row.key, bodySha256: row.body_sha256, result: JSON.parse(row.result) as Json };
    },
    async events(stream, { after, limit }) {
      const rows = selectEvents.all(stream, after, limit) as unknown as readonly { readonly body: string }[];
      return rows.map(({ body }) => JSON.parse(body) as StoredEvent);
    },
    async list(kind, { after = '', limit, prefix = '' }) {
      // A cursor is the stream id of the last head seen; '' sorts before every key.
      const afterKey = after.split('/')[2] ?? '';
      const rows = selectPage.all(
        kind,
        afterKey,
        after,
        prefix,
        endOfPrefix(prefix),
        limit + 1,
      ) as unknown as HeadRow[];
      const page = rows.slice(0, limit).map(toHead);
      const last = page.at(-1);
      return rows.length > limit && last ? { heads: page, next: last.stream } : { heads: page };
    },
    async changes(position, limit) {
      const rows = selectChanges.all(Number(position), limit) as unknown as readonly (Omit<StreamChange, 'position'> & {
        readonly position: number;
      })[];
      const changes = rows.map((row): StreamChange => ({ ...row, position: String(row.position) }));
      return { changes, next: changes.at(-1)?.position ?? position };
    },
  };
}
