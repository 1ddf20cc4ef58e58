import { done, type Outcome, reject } from '../decision.ts';

/** `"name":"<64 hex>",` of a receipt, without the name. */
const BYTES_BESIDE_NAME = 72;

/** What the digests of one receipt may take: its JWS with everything else in it stays below the cap of the route. */
export const PROVABLE_BYTES = 40_000;

/**
 * Whether a node could prove a release of these configs: its receipt names each with the digest read back from disk
 * (protocol §5), and an event has room for so many only. About 400 configs with names of usual length.
 * @returns `too_large`
 */
export function decideProvable(configs: readonly string[]): Outcome<null> {
  const sizeBytes = configs.reduce((sum, name) => sum + name.length + BYTES_BESIDE_NAME, 0);
  return sizeBytes <= PROVABLE_BYTES
    ? done(null)
    : reject('too_large', {
        what: 'digests a receipt of this snapshot would hold',
        limitBytes: PROVABLE_BYTES,
        sizeBytes,
      });
}
