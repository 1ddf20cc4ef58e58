import type { Facts, P256Jwk } from '../schemas/node-messages.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  /** The answer is cut off, as a failure, after this many bytes. */
  readonly maxBytes: number;
  /** For the whole exchange, milliseconds. */
  readonly deadlineMs: number;
}
export interface HttpAnswer {
  readonly status: number;
  readonly bytes: Uint8Array;
}
/** No answer, or none that may be used. `too_large` and `too_slow` are the other side's doing. */
export class HttpFailure extends Error {
  readonly reason: 'unreachable' | 'timeout' | 'too_slow' | 'too_large';
  constructor(reason: HttpFailure['reason'], detail = '') {
    super(detail ? `${reason}: ${detail}` : reason);
    this.reason = reason;
  }
}
/** One exchange: no redirects, no cookies, limits enforced while reading. @throws HttpFailure */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * The one folder an agent works in; paths are relative to it, with `/`. Each call is one step of the file system, and
 * a kill may come between any two.
 */
export interface Files {
  /** undefined when there is nothing of this name. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Creates or replaces, and flushes the content; the name is durable only after `syncFolder`. */
  write(path: string, bytes: Uint8Array, mode?: number): Promise<void>;
  /** Replaces what is there, in one step as readers see it. Also for symbolic links and folders. */
  rename(from: string, to: string): Promise<void>;
  /** `target` is relative to the link's folder. */
  symlink(target: string, path: string): Promise<void>;
  readLink(path: string): Promise<string | undefined>;
  /** Changes whenever the content may have changed; undefined when there is no file. */
  version(path: string): Promise<string | undefined>;
  /** Names in a folder; none when there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** With all below it; nothing there is fine. */
  remove(path: string): Promise<void>;
  /** With its parents. */
  makeFolder(path: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
}

/** Unix milliseconds, and timers on the same time; virtual in simulations. */
export interface Clock {
  now(): number;
  /** Calls once after the delay; the answer cancels. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Runs the hook of the agent's own flags after each switch. */
export type Hook = (environment: {
  readonly [name: string]: string;
}) => Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>;

/** The node's own keys; they never leave it. */
export interface NodeKeys {
  readonly identity: P256Jwk;
  readonly encryption: P256Jwk;
  /** ECDSA P-256 over SHA-256 with the identity key, r ‖ s. */
  sign(message: string): Uint8Array;
}

/** The machine around the agent. */
export interface Machine {
  /** Shares of what there is, 0 to 1. */
  resources(): { readonly cpu: number; readonly memory: number };
  facts(): Facts;
}

export interface Chance {
  uuid(): string;
  /** In [0, 1). */
  fraction(): number;
}

export interface AgentPorts {
  readonly http: Http;
  readonly files: Files;
  readonly clock: Clock;
  /** Without one, a switch is done when the link is. */
  readonly hook?: Hook | undefined;
  /** Made at the first call, the same ever after. */
  readonly keys: () => Promise<NodeKeys>;
  readonly machine: Machine;
  readonly chance: Chance;
  /** One line of the agent's log: what happened, as a word for machines, and fields; never a secret. */
  readonly log?: ((event: string, fields: { readonly [name: string]: unknown }) => void) | undefined;
}
