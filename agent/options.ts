import type { SwapPolicy } from '../core/node/swap-retry.ts';

/** What the agent's own flags say; nothing here can be changed by a document or an answer. */
export interface AgentOptions {
  /** Base URL of the control plane, without `/api/v1`. */
  readonly url: string;
  /** Enrolment token; needed until the node is enrolled. */
  readonly enrolmentToken?: string | undefined;
  /** Loopback URL asked after each switch and before each check-in: 2xx is healthy. */
  readonly probe?: string | undefined;
  /** Loopback URL that answers the service's cumulative counts. */
  readonly metrics?: string | undefined;
  readonly swap: SwapPolicy;
  /** Lets the agent talk to other hosts than loopback without TLS. */
  readonly allowHttp: boolean;
}

export const DEFAULT_SWAP: SwapPolicy = { attempts: 3, backoffMs: 2_000 };

/** Deadlines of the exchanges, milliseconds; a download gets more time by its size. */
export const EXCHANGE_MS = 15_000;
export const PROBE_MS = 2_000;
/** Slowest download that is waited for (bytes per second). */
export const MIN_BYTES_PER_SECOND = 8 * 1024;
/** Largest answer of a service's `--metrics` (bytes). */
export const METRICS_BYTES = 64 * 1024;
