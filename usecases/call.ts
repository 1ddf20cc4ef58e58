import type { Principal } from '../schemas/principal.ts';
import type { Instant, Sha256 } from '../schemas/words.ts';

/** Who asks, when, under which trace and command id. Made by the edge; a use case never reads a clock for `at`. */
export interface Call {
  readonly principal: Principal;
  readonly at: Instant;
  /** W3C trace id, 32 hex. */
  readonly traceId: string;
  /** Scoped by the edge to principal and route, so keys of two callers never meet. */
  readonly command: {
    readonly key: string;
    readonly bodySha256: Sha256;
    /** The caller chose the key and may send the command again: even one that changed nothing is remembered. */
    readonly repeatable?: true;
  };
  /** From If-Match: the revision the caller read. */
  readonly ifMatch?: number;
}
