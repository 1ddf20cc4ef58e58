import { embeddedAuditLog } from '../../adapters/embedded/audit/audit-log.ts';
import { blobUrls } from '../../adapters/embedded/blobs/blob-url.ts';
import { embeddedBlobs } from '../../adapters/embedded/blobs/blobs.ts';
import { blobServer, type ServeBlob } from '../../adapters/embedded/blobs/serve-blob.ts';
import { type Database, openDatabase } from '../../adapters/embedded/database/open-database.ts';
import { derivedKeyring } from '../../adapters/embedded/keys/keyring.ts';
import { keySigner, newSigningKey } from '../../adapters/embedded/keys/signer.ts';
import { embeddedPositions } from '../../adapters/embedded/positions.ts';
import { embeddedPulses } from '../../adapters/embedded/pulses/pulses.ts';
import { embeddedStreams } from '../../adapters/embedded/streams/streams.ts';
import { embeddedViews } from '../../adapters/embedded/views/views.ts';
import { readYaml } from '../../core/json/read-yaml.ts';
import { signDrafted } from '../../usecases/issue/sign-drafted.ts';
import type { BusEvent, SchemaRunner, Witness, Workflow, World } from '../../usecases/ports.ts';
import { EMBEDDED_SETTINGS } from '../../usecases/settings.ts';
import { countingIds } from './counting-ids.ts';
import { type FailOnce, failing } from './fail-once.ts';
import { memoryBlobStore } from './memory-blobs.ts';
import { publishedEvent } from './published-event.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface MemoryWorld {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly failOnce: FailOnce;
  /** Everything published so far, each checked against its schema when it was. */
  readonly published: readonly BusEvent[];
  /** Executions asked for so far; nothing runs them. */
  readonly started: readonly { readonly deploymentId: string; readonly run: number }[];
  readonly serveBlob: ServeBlob;
  readonly database: Database;
  close(): void;
}

/**
 * A whole world in memory: the real store on `:memory:`, time that stands still, ids that count. The workflow only
 * notes what was started, the schema runner lets everything pass; hand in others where a test is about them.
 */
export function memoryWorld(overrides: Partial<World> = {}): MemoryWorld {
  const clock = virtualClock();
  const database = openDatabase(':memory:');
  const keyring = derivedKeyring(Buffer.alloc(32, 7), clock);
  const store = memoryBlobStore();
  const urls = blobUrls(keyring, clock, () => 'http://127.0.0.1:8080');
  const published: BusEvent[] = [];
  const started: { deploymentId: string; run: number }[] = [];
  const broken: { world: World; failOnce: FailOnce } = failing<World>({
    authority: 'local',
    controlPlane: 'plumbline-test',
    streams: embeddedStreams(database, clock),
    pulses: embeddedPulses(database),
    blobs: embeddedBlobs(store, urls),
    signer: keySigner([newSigningKey('release', clock.instant()), newSigningKey('checkpoint', clock.instant())]),
    issuing: { sign: (draft, cause) => signDrafted(broken.world, draft, cause) },
    keyring,
    workflow: notingWorkflow(started),
    bus: { publish: async (events) => void published.push(...events.map(publishedEvent)) },
    views: embeddedViews(database),
    positions: embeddedPositions(database),
    log: embeddedAuditLog(database),
    witness: memoryWitness(),
    schemas: LENIENT,
    yaml: { read: async (source) => readYaml(source) },
    clock,
    ids: countingIds(),
    settings: EMBEDDED_SETTINGS,
    ...overrides,
  });
  const { world, failOnce } = broken;
  const close = (): void => database.close();
  return { world, clock, failOnce, published, started, serveBlob: blobServer(store, urls), database, close };
}

function notingWorkflow(started: { deploymentId: string; run: number }[]): Workflow {
  const knows = ({ deploymentId, run }: { deploymentId: string; run: number }): boolean =>
    started.some((each) => each.deploymentId === deploymentId && each.run === run);
  return {
    async start({ deploymentId, run }) {
      if (knows({ deploymentId, run })) return 'exists';
      started.push({ deploymentId, run });
      return 'started';
    },
    async status(input) {
      return knows(input) ? 'running' : 'absent';
    },
  };
}

function memoryWitness(): Witness {
  let last: string | undefined;
  return {
    last: async () => last,
    async save(checkpoint) {
      last = checkpoint;
    },
  };
}

const LENIENT: SchemaRunner = {
  compile: async () => ({ ok: true }),
  validate: async () => ({ ok: true, findings: [] }),
};
