import { readFileSync } from 'node:fs';
import { embeddedAuditLog } from '../adapters/embedded/audit/audit-log.ts';
import { witnessFile } from '../adapters/embedded/audit/witness-file.ts';
import { blobFiles } from '../adapters/embedded/blobs/blob-files.ts';
import { blobUrls } from '../adapters/embedded/blobs/blob-url.ts';
import { embeddedBlobs } from '../adapters/embedded/blobs/blobs.ts';
import { rememberedBlobs } from '../adapters/embedded/blobs/remembered-blobs.ts';
import { blobServer, type ServeBlob } from '../adapters/embedded/blobs/serve-blob.ts';
import { type EmbeddedBus, embeddedBus } from '../adapters/embedded/bus.ts';
import { type Database, openDatabase } from '../adapters/embedded/database/open-database.ts';
import { keyFile } from '../adapters/embedded/keys/key-file.ts';
import { openKeys } from '../adapters/embedded/keys/open-keys.ts';
import { embeddedPositions } from '../adapters/embedded/positions.ts';
import { pulseThread } from '../adapters/embedded/pulses/pulse-thread.ts';
import { pulsesOver } from '../adapters/embedded/pulses/pulses.ts';
import { embeddedStreams } from '../adapters/embedded/streams/streams.ts';
import { embeddedViews } from '../adapters/embedded/views/views.ts';
import { executionStore } from '../adapters/embedded/workflow/execution-store.ts';
import { loadMachine } from '../adapters/embedded/workflow/load-machine.ts';
import { type EmbeddedWorkflow, embeddedWorkflow } from '../adapters/embedded/workflow/workflow.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { randomIds } from '../adapters/system/ids.ts';
import { settingsFrom } from '../functions/shared/settings.ts';
import type { Json } from '../schemas/words.ts';
import { signDrafted } from '../usecases/issue/sign-drafted.ts';
import type { Clock, Ids, SchemaRunner, World, YamlReader } from '../usecases/ports.ts';
import { EMBEDDED_SETTINGS } from '../usecases/settings.ts';
import { dataFolder } from './data-folder.ts';
import { notifyingStreams } from './notifying-streams.ts';

export interface OpenWorldOptions {
  /** Holds all state; made when missing. */
  readonly dataDir: string;
  /** PLUMB_* settings, PLUMB_WITNESS (folder), PLUMB_EVENTS_FILE. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** Origin of the server that answers blob URLs; asked when one is made. */
  readonly origin: () => string;
  readonly schemas: SchemaRunner;
  readonly yaml: YamlReader;
  /** The rollout function: one step of the state machine. */
  readonly invoke: (world: World, payload: Json) => Promise<Json>;
  /** Amazon States Language of a rollout. */
  readonly stateMachine?: string;
  readonly onFault: (fault: unknown, where: string) => void;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

export interface OpenedWorld {
  readonly world: World;
  readonly serveBlob: ServeBlob;
  readonly bus: EmbeddedBus;
  /** Nothing runs before `resume()`. */
  readonly workflow: EmbeddedWorkflow;
  readonly database: Database;
  /** Its thread has its file; rejects when it cannot have it. */
  readonly ready: Promise<void>;
  /** @returns a function that ends the subscription */
  onAppended(listener: () => void): () => void;
  /** Ends running steps, commits what waits, lets the folder go. */
  close(): Promise<void>;
}

/**
 * Opens the data folder of an embedded control plane, for this process alone.
 * @throws when another process holds it, a key can be read by others, or a setting cannot be used
 */
export function openWorld(options: OpenWorldOptions): OpenedWorld {
  const { environment, clock = systemClock, ids = randomIds, onFault } = options;
  const settings = settingsFrom(environment, EMBEDDED_SETTINGS);
  const machine = loadMachine(options.stateMachine ?? readFileSync(ROLLOUT, 'utf8'), {
    RolloutFunctionArn: 'embedded',
  });
  const folder = dataFolder(options.dataDir);
  const database = openDatabase(folder.database); // first: it refuses a folder in use
  const pulses = pulseThread(folder.pulses);
  const { signer, keyring } = openKeys(folder.keys, clock);
  const urls = blobUrls(keyring, clock, options.origin);
  const store = rememberedBlobs(blobFiles(folder.blobs));
  const bus = embeddedBus(environment['PLUMB_EVENTS_FILE'] || undefined);
  const appended = new Set<() => void>();
  const workflow = embeddedWorkflow({
    machine,
    store: executionStore(database),
    clock,
    ids,
    invoke: (payload) => options.invoke(world, payload),
    onFault,
  });
  const world: World = {
    authority: 'local',
    controlPlane: keyFile(folder.identity, () => `plumbline-${ids.uuid()}`),
    streams: notifyingStreams(embeddedStreams(database, clock), () => {
      for (const listener of appended) listener();
    }),
    pulses: pulsesOver(pulses.table),
    blobs: embeddedBlobs(store, urls),
    signer,
    issuing: { sign: (draft, cause) => signDrafted(world, draft, cause) },
    keyring,
    workflow,
    bus,
    views: embeddedViews(database),
    positions: embeddedPositions(database),
    log: embeddedAuditLog(database),
    witness: witnessFile(environment['PLUMB_WITNESS'] || folder.witness),
    schemas: options.schemas,
    yaml: options.yaml,
    clock,
    ids,
    settings,
  };
  return {
    world,
    serveBlob: blobServer(store, urls),
    bus,
    workflow,
    database,
    ready: pulses.opened,
    onAppended(listener) {
      appended.add(listener);
      return () => appended.delete(listener);
    },
    async close() {
      await workflow.stop();
      await pulses.close();
      database.close();
    },
  };
}

const ROLLOUT = new URL('../state-machines/rollout.asl.json', import.meta.url);
