import { embeddedAuditLog } from '../../../adapters/embedded/audit/audit-log.ts';
import type { BlobStore } from '../../../adapters/embedded/blobs/blob-store.ts';
import { blobUrls } from '../../../adapters/embedded/blobs/blob-url.ts';
import { embeddedBlobs } from '../../../adapters/embedded/blobs/blobs.ts';
import { blobServer, type ServeBlob } from '../../../adapters/embedded/blobs/serve-blob.ts';
import { type Database, openDatabase } from '../../../adapters/embedded/database/open-database.ts';
import { derivedKeyring } from '../../../adapters/embedded/keys/keyring.ts';
import { keySigner, newSigningKey } from '../../../adapters/embedded/keys/signer.ts';
import { embeddedPositions } from '../../../adapters/embedded/positions.ts';
import { embeddedPulses } from '../../../adapters/embedded/pulses/pulses.ts';
import { embeddedStreams } from '../../../adapters/embedded/streams/streams.ts';
import { embeddedViews } from '../../../adapters/embedded/views/views.ts';
import { newRootKey } from '../../../cli/trust/root-file.ts';
import { readYaml } from '../../../core/json/read-yaml.ts';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import type { Clock, Ids, Settings, Signer, Witness, World } from '../../../usecases/ports.ts';
import { EMBEDDED_SETTINGS } from '../../../usecases/settings.ts';
import { countingIds } from '../../support/counting-ids.ts';
import { memoryBlobStore } from '../../support/memory-blobs.ts';
import { publishedEvent } from '../../support/published-event.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';

export const ORIGIN = 'https://plumbline.example';

/** What a control plane finds again after a crash. */
export interface PlaneDisk {
  /** As it is open now. */
  readonly database: Database;
  readonly settings: Settings;
  readonly blobs: BlobStore;
  readonly signer: Signer;
  /** Outside the database, and so not set back with it, unless somebody copied both. */
  readonly witness: Witness & { setBack(checkpoint: string | undefined): void };
  /** Not on the disk: ids must only never come twice. */
  readonly ids: Ids;
  /** Private root key, PEM; people keep it elsewhere. */
  rootKey: string;
  /** Of nobody who counts. */
  readonly foreignKey: string;
  /** Every trust root that was loaded before the database was set back, oldest first: people keep them as files. */
  readonly keptRoots: Map<string, DsseEnvelope>;
  /** Times the database was set back. */
  restores: number;
  /** The memory of the newest checkpoint was not set back with it: only a new epoch makes the log go on. */
  outrun: boolean;
  /** RFC 3339. */
  now(): string;
}

export function newDisk(clock: VirtualClock): PlaneDisk {
  const at = clock.instant();
  let last: string | undefined;
  return {
    database: openDatabase(':memory:'),
    settings: SETTINGS,
    blobs: memoryBlobStore(),
    signer: keySigner([newSigningKey('release', at), newSigningKey('checkpoint', at)]),
    witness: {
      last: async () => last,
      async save(checkpoint) {
        last = checkpoint;
      },
      setBack(checkpoint) {
        last = checkpoint;
      },
    },
    ids: countingIds(),
    rootKey: '',
    foreignKey: newRootKey(),
    keptRoots: new Map(),
    restores: 0,
    outrun: false,
    now: clock.instant,
  };
}

/** Calm enough that an hour of a small fleet takes about a second. */
const SETTINGS: Settings = {
  ...EMBEDDED_SETTINGS,
  idleCheckInSeconds: 10,
  activeCheckInSeconds: 4,
  assessSeconds: 4,
  checkpointSeconds: 30,
  nodeTokenSeconds: 90, // over in every story
  directiveLifetimeSeconds: 700, // renewed in many stories, and expired for who is cut off for long
};

/** The live wiring over this disk; the workflow is wired by whoever starts the process. */
export function worldOn(
  { database, settings, blobs: store, signer, witness, ids }: PlaneDisk,
  clock: Clock,
): { readonly world: Omit<World, 'workflow' | 'issuing'>; readonly serveBlob: ServeBlob } {
  const keyring = derivedKeyring(Buffer.alloc(32, 7), clock);
  const urls = blobUrls(keyring, clock, () => ORIGIN);
  return {
    serveBlob: blobServer(store, urls),
    world: {
      authority: 'local',
      controlPlane: 'plumbline-simulated',
      streams: embeddedStreams(database, clock),
      pulses: embeddedPulses(database),
      blobs: embeddedBlobs(store, urls),
      signer,
      keyring,
      bus: { publish: async (events) => void events.map(publishedEvent) },
      views: embeddedViews(database),
      positions: embeddedPositions(database),
      log: embeddedAuditLog(database),
      witness,
      schemas: { compile: async () => ({ ok: true }), validate: async () => ({ ok: true, findings: [] }) },
      yaml: { read: async (source) => readYaml(source) },
      clock,
      ids,
      settings,
    },
  };
}
