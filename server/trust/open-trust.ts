import type { Outcome, Rejected } from '../../core/decision.ts';
import { REJECTIONS } from '../../core/rejections.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { TrustKeysAnswer, TrustRootAnswer, TrustRootSummary } from '../../schemas/trust.ts';
import { systemCall } from '../../usecases/system-call.ts';
import { getRoot } from '../../usecases/trust/get-root.ts';
import { loadRoot } from '../../usecases/trust/load-root.ts';
import { publicKeys } from '../../usecases/trust/public-keys.ts';
import { openWorld } from '../world.ts';

/** The trust root of a data folder that nobody serves, for `plumb trust` with `--data`. */
export interface OpenedTrust {
  keys(): Promise<TrustKeysAnswer>;
  /** undefined while none is loaded. */
  root(): Promise<TrustRootAnswer | undefined>;
  load(envelope: DsseEnvelope): Promise<TrustRootSummary>;
  close(): Promise<void>;
}

/**
 * Opens a data folder for this process alone; makes it, with its signing keys, when it is not there.
 * @throws when a server or another process holds it; `load` throws for a root that the rules refuse
 */
export function openTrust(dataDir: string): OpenedTrust {
  const { world, close } = openWorld({
    dataDir,
    environment: {},
    origin: () => 'http://localhost',
    schemas: { compile: neverAsked, validate: neverAsked },
    yaml: { read: neverAsked },
    invoke: neverAsked,
    onFault: (fault) => {
      throw fault;
    },
  });
  return {
    close,
    keys: async () => answered(await publicKeys(world)),
    async root() {
      const root = await getRoot(world);
      return !root.ok && root.code === 'trust_root_missing' ? undefined : answered(root);
    },
    async load(body) {
      const key = `trust/root/load/${world.ids.uuid()}`; // each try is a command of its own
      return answered(await loadRoot(world, { params: {}, query: {}, body }, systemCall(world, 'server', key)));
    },
  };
}

const neverAsked = (): Promise<never> => Promise.reject(new Error('nothing runs in a folder that is not served'));

function answered<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, details }: Rejected = outcome;
  throw new Error(`${REJECTIONS[code]} (${code}) ${JSON.stringify(details)}`);
}
