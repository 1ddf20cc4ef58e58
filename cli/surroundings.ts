/** What a command touches besides the server: given by bin, replaced by tests. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly randomHex: (bytes: number) => string;
  readonly fetch: typeof fetch;
  readonly readStdin: () => Promise<Uint8Array>;
}

export interface Terminal {
  readonly write: (chunk: string | Uint8Array) => void;
  readonly isTty: boolean;
  /** Width in characters; undefined when it has none. */
  readonly columns?: number | undefined;
}
