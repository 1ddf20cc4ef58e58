import type { SQLInputValue } from 'node:sqlite';
import { collect } from '../../../adapters/embedded/blobs/blob-store.ts';
import { TRUST, TRUST_KEY } from '../../../core/trust/evolve.ts';
import { DsseEnvelope } from '../../../schemas/documents.ts';
import { streamId } from '../../../usecases/transact.ts';
import { observer } from './plane.ts';
import type { PlaneDisk } from './plane-disk.ts';

type Row = { readonly [column: string]: SQLInputValue };

/** What an operator has copied: every row, and the memory beside the database. */
export interface Backup {
  readonly tables: ReadonlyMap<string, readonly Row[]>;
  readonly checkpoint: string | undefined;
}

export async function backUp({ database: { sql }, witness }: PlaneDisk): Promise<Backup> {
  const names = sql.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  const rowsOf = (name: string) => sql.prepare(`SELECT * FROM ${name}`).all() as Row[];
  return { tables: new Map(names.map(({ name }) => [name, rowsOf(name)])), checkpoint: await witness.last() };
}

/** Every trust root that this database has seen loaded, oldest first. */
export async function rootsOf(disk: PlaneDisk): Promise<DsseEnvelope[]> {
  const stream = streamId('local', TRUST.kind, TRUST_KEY);
  const events = await observer(disk).events(stream, { after: 0, limit: 1000 });
  const loaded = events.map(({ payload }) => disk.blobs.open('root', String(payload?.['envelopeSha256'])));
  const found = (await Promise.all(loaded)).filter((blob) => blob !== undefined);
  return Promise.all(
    found.map(async ({ bytes }) => DsseEnvelope.parse(JSON.parse(new TextDecoder().decode(await collect(bytes))))),
  );
}

/**
 * Sets the database back, with no process on it. Contents stay: they lie elsewhere, and are never overwritten.
 * @param whole whether the memory of the newest checkpoint goes back as well, as when the whole folder is copied
 */
export function setBack(disk: PlaneDisk, { tables, checkpoint }: Backup, whole: boolean): void {
  const { sql } = disk.database;
  sql.exec('BEGIN');
  for (const [name, rows] of tables) {
    sql.exec(`DELETE FROM ${name}`);
    for (const row of rows) {
      const columns = Object.keys(row);
      const places = columns.map(() => '?').join();
      sql.prepare(`INSERT INTO ${name} (${columns.join()}) VALUES (${places})`).run(...Object.values(row));
    }
  }
  sql.exec('COMMIT');
  disk.database.forget();
  if (whole) disk.witness.setBack(checkpoint);
  else disk.outrun = true;
  disk.restores += 1;
}
