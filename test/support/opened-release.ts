import type { PayloadBytes } from '../../core/integrity/statement.ts';
import { type OpenRelease, readRelease } from '../../core/node/open-release.ts';
import type { Release } from '../../schemas/documents.ts';

/** A drafted release as a node reads it. @throws with the code when a node would refuse it */
export function opened({ document, digest }: Pick<PayloadBytes<Release>, 'document' | 'digest'>): OpenRelease {
  const release = readRelease(document, digest);
  if (!release.ok) throw new Error(release.code);
  return release;
}
