import type { Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision } from '../decision.ts';
import type { ConfigEvent } from './events.ts';
import type { ConfigState } from './evolve.ts';

/** For so long after an erasure began nothing of the same digest is published. */
export const ERASURE_SECONDS = 15 * 60;
/** In the first half bytes may go. The other half is longer than any request lives that began in the first. */
const BYTES_GO_SECONDS = ERASURE_SECONDS / 2;

/**
 * Begins the erasing of a digest: nobody can publish it any more while its bytes go, so that no version is left
 * without them. Begun a moment ago already, it goes on.
 */
export function decideErasure(
  { at, digest }: { readonly at: Instant; readonly digest: Sha256 },
  state: ConfigState,
): Decision<ConfigEvent> {
  const begun = state.erasures?.find((one) => one.digest === digest);
  if (begun && after(at, BYTES_GO_SECONDS) <= begun.until) return accept();
  return accept({ type: 'ErasureBegun', at, digest, until: after(at, ERASURE_SECONDS) });
}

const after = (at: Instant, seconds: number): Instant => new Date(Date.parse(at) + seconds * 1000).toISOString();
