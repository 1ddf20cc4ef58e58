import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { workerSchemaRunner } from '../../adapters/validation/schema-runner.ts';
import { workerYamlReader } from '../../adapters/validation/yaml-reader.ts';
import { initRoot, newRootKey } from '../../cli/trust/root-file.ts';
import { projectFunction } from '../../functions/project/handler.ts';
import { feedPositions } from '../../server/loops/feed-positions.ts';
import { feeder } from '../../server/loops/feeder.ts';
import { ensureRoot } from '../../server/trust/ensure-root.ts';
import { openWorld } from '../../server/world.ts';
import { renewDirectives } from '../../usecases/issue/renew-directives.ts';
import { PLANT, plant } from './plant.ts';

export interface LargeFolder {
  readonly bytes: number;
  readonly clusters: number;
  readonly nodes: number;
  readonly events: number;
}

/**
 * Fills a data folder with the past of many clusters, through the adapters of a control plane, until it holds so many
 * bytes: versions and their contents, nodes with all their receipts, deployments; folded into read models and the
 * audit log, as far as the feed has come. Nothing is synced before the end, which is what makes it fast.
 * @param dataDir made when it is not there; nobody may serve it meanwhile
 * @param told of the bytes so far
 */
export async function makeLargeFolder(
  dataDir: string,
  bytes: number,
  told: (bytes: number) => void = () => {},
): Promise<LargeFolder> {
  const fault = (error: unknown): never => {
    throw error;
  };
  const [schemas, yaml] = [workerSchemaRunner(), workerYamlReader()];
  const opened = openWorld({
    dataDir,
    environment: {},
    origin: () => 'http://localhost',
    schemas,
    yaml,
    invoke: () => Promise.reject(new Error('nothing is deployed here')),
    onFault: fault,
  });
  const { world, database } = opened;
  database.sql.exec('PRAGMA synchronous = OFF');
  let failed: unknown;
  let made: Omit<LargeFolder, 'bytes'>;
  const feed = feeder({
    streams: world.streams,
    positions: feedPositions(database, 'project'),
    clock: world.clock,
    project: projectFunction(world, fault).project,
    onFault: (error) => {
      failed ??= error;
    },
  });
  try {
    await ensureRoot(world, dataDir, { newRootKey, initRoot });
    let clusters = 0;
    for (let size = 0; size < bytes; clusters++) {
      await plant(world, clusters);
      feed.wake();
      await feed.idle();
      if (failed) throw failed;
      size = bytesBelow(dataDir);
      told(size);
    }
    await renewDirectives(world);
    const { events } = database.sql.prepare('SELECT count(*) AS events FROM events').get() as { events: number };
    database.sql.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
    made = { clusters, nodes: clusters * PLANT.nodes, events };
  } finally {
    await feed.stop();
    await Promise.all([schemas.close(), yaml.close()]);
    await opened.close();
  }
  return { ...made, bytes: bytesBelow(dataDir) };
}

/** Of all files below a folder. */
export const bytesBelow = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
