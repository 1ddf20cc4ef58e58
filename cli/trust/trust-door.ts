import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { TrustKeysAnswer, TrustRootAnswer, TrustRootSummary } from '../../schemas/trust.ts';
import type { Client } from '../client/client.ts';
import { ApiProblem } from '../client/problem.ts';

/** What making a trust root needs of a control plane: over HTTP, or of a data folder that nobody serves. */
export interface TrustDoor {
  keys(): Promise<TrustKeysAnswer>;
  /** undefined while none is loaded. */
  root(): Promise<TrustRootAnswer | undefined>;
  load(envelope: DsseEnvelope): Promise<TrustRootSummary>;
  close(): Promise<void>;
}

/** Opens a data folder for this process alone; handed in by bin, because the CLI itself speaks only HTTP. */
export type OpenTrust = (dataDir: string) => TrustDoor | Promise<TrustDoor>;

export const trustOverHttp = (client: Client): TrustDoor => ({
  keys: async () => (await client.call('publicKeys', {})).value,
  async root() {
    try {
      return (await client.call('getRoot', {})).value;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'trust_root_missing') return undefined;
      throw error;
    }
  },
  load: async (body) => (await client.call('loadRoot', { body })).value,
  close: async () => undefined,
});
