import * as z from 'zod';
import { compactJws, JWS_CHARACTERS } from './compact-jws.ts';
import { ClusterName, ConfigName, Count, DeploymentId, Instant, NodeId, Sha256 } from './words.ts';

/** Payload of a receipt JWS (ES256, identity key, `typ: plumbline-receipt+jwt`). @see protocol §5 */
export const ReceiptClaims = z.strictObject({
  controlPlane: z.string().max(256),
  state: z.enum(['resident', 'active']),
  node: NodeId,
  cluster: ClusterName,
  deploymentId: DeploymentId.optional(),
  epoch: Count,
  generation: Count.min(1),
  digest: Sha256,
  directiveSequence: Count,
  /** Config name → SHA-256 read back from disk after the switch. */
  configs: z.record(ConfigName, Sha256),
  probe: z.enum(['ok', 'failed', 'none']),
  bootId: z.uuid(),
  counter: Count.min(1),
  /** SHA-256 of the previous receipt's JWS text, '' for the first. */
  previousReceipt: Sha256.or(z.literal('')),
  checkpoint: z.string().max(2048).optional(),
  time: Instant,
});
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;
export const ReceiptsRequest = z
  .strictObject({ receipts: z.array(compactJws(JWS_CHARACTERS.receipt)).min(1).max(32) })
  .meta({ id: 'ReceiptsRequest' });
export const ReceiptsResponse = z
  .strictObject({
    /** One for each receipt sent, in the same order; `counter` is 0 for a text that could not be read. */
    results: z.array(
      z.strictObject({
        counter: Count,
        result: z.enum(['stored', 'known', 'refused']),
        code: z.string().optional(),
        reason: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'ReceiptsResponse' });
