import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** Where everything of an embedded control plane lies: one folder to back up, move or throw away. */
export interface DataFolder {
  readonly path: string;
  /** What happened, and what is read out of it. */
  readonly database: string;
  /** The last that each node was heard to say. */
  readonly pulses: string;
  readonly blobs: string;
  readonly keys: string;
  /** Memory of the newest checkpoint, outside the database. */
  readonly witness: string;
  readonly identity: string;
}

/** Makes what is missing, for its owner alone (folders 0700, files 0600). */
export function dataFolder(path: string): DataFolder {
  const folder = {
    path,
    database: join(path, 'plumbline.sqlite'),
    pulses: join(path, 'pulses.sqlite'),
    blobs: join(path, 'blobs'),
    keys: join(path, 'keys'),
    witness: join(path, 'witness'),
    identity: join(path, 'control-plane'),
  };
  for (const each of [path, folder.blobs, folder.keys, folder.witness])
    mkdirSync(each, { recursive: true, mode: 0o700 });
  for (const file of [folder.database, folder.pulses]) closeSync(openSync(file, 'a', 0o600)); // sqlite gives its log the mode of the database
  return folder;
}
