import type { NodeIdentity } from '../../core/node-token/claims.ts';

/** A node's message with what the edge found out about its sender. */
export interface NodeMessage {
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly authorization: string | undefined;
  /** From the node token, on routes of the node itself; elsewhere undefined. */
  readonly identity: NodeIdentity | undefined;
}
