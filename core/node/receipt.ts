import type { ReceiptClaims } from '../../schemas/receipt.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { OpenRelease } from './open-release.ts';

export interface ReceiptContext {
  readonly state: ReceiptClaims['state'];
  readonly node: string;
  readonly deploymentId: string | undefined;
  readonly directiveSequence: number;
  /** Read back from disk after the switch, by config name. */
  readonly configs: { readonly [name: string]: Sha256 };
  readonly probe: ReceiptClaims['probe'];
  readonly bootId: string;
  /** Counter and hash of the receipt before, 0 and '' for none. */
  readonly previous: { readonly counter: number; readonly sha256: Sha256 };
  readonly checkpoint: string | undefined;
  readonly time: Instant;
}

/** What a node states about a release it holds ready or runs. @see docs/protocol.md §5 */
export const receiptClaims = ({ digest, word }: OpenRelease, context: ReceiptContext): ReceiptClaims => ({
  controlPlane: word.controlPlane,
  state: context.state,
  node: context.node,
  cluster: word.cluster,
  ...(context.deploymentId === undefined ? {} : { deploymentId: context.deploymentId }),
  epoch: word.epoch,
  generation: word.generation,
  digest,
  directiveSequence: context.directiveSequence,
  configs: { ...context.configs },
  probe: context.probe,
  bootId: context.bootId,
  counter: context.previous.counter + 1,
  previousReceipt: context.previous.sha256,
  ...(context.checkpoint === undefined ? {} : { checkpoint: context.checkpoint }),
  time: context.time,
});
