import { sha256Hex } from '../../../../core/integrity/digest.ts';
import { trustedRoot } from '../../../../core/node/trusted-keys.ts';
import {
  CLUSTER,
  fleetKeys,
  issueDirective,
  issueRelease,
  issueRoot,
  later,
  named,
} from '../../../support/fleet-documents.ts';

/* The keys of one control plane and what they signed: a root, a release, and the directive that names it. */

export const keys = fleetKeys();
export const root = issueRoot(keys);
export const trust = trustedRoot(root.document, root.digest, CLUSTER);
export const release = issueRelease(keys, 5, { [CLUSTER]: 'five' });
export const directiveNow = issueDirective(keys, 3, { stable: named(release) });

/** May be switched to from ten seconds after it was issued, for ten seconds. */
export const windowed = issueRelease(keys, 5, { [CLUSTER]: 'x' }, { effectiveFrom: later(10), effectiveTo: later(20) });

/** Of a document that nobody has. */
export const other = sha256Hex('another document');
export const place = (generation: number, digest: string, epoch = 1) => ({ epoch, generation, digest });
