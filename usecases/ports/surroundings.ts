/** Unix milliseconds, and timers on the same time; virtual in tests. */
export interface Clock {
  now(): number;
  /** Calls once after the delay; the answer cancels. Delays of months must work. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface Ids {
  /** Version 4 or 7. */
  uuid(): string;
  bytes(length: number): Uint8Array;
}
