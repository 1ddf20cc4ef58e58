import fc from 'fast-check';
import { decideLoadRoot } from '../../../core/trust/decide.ts';
import type { TrustEvent } from '../../../core/trust/events.ts';
import { TRUST, type TrustState } from '../../../core/trust/evolve.ts';
import type { TrustRoot } from '../../../schemas/documents.ts';
import { CONTROL_PLANE, fleetKeys, issueRoot } from '../../support/fleet-documents.ts';
import { newSigningKey } from '../../support/signing-keys.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { mostly } from './words.ts';

const keys = fleetKeys();
const rootKeys = [keys.root, newSigningKey(), newSigningKey()];
const pick = fc.nat({ max: rootKeys.length - 1 });
/** Roots that were made, by digest: a head names its root, and its keys are in the document. */
const made = new Map<string, { readonly root: TrustRoot; readonly key: number }>();

/** The next root, rarely another one; signed by the key before and its own, rarely by its own alone. */
const load = fc.record({ mostly, next: pick, raise: fc.boolean(), bySelfAlone: fc.boolean() }).map(
  ({ mostly, next, raise, bySelfAlone }): Intention<TrustState, TrustEvent> =>
    ({ version, epoch, digest }, at) => {
      const before = made.get(digest);
      const signers = [...new Set([next, ...(before && !bySelfAlone ? [before.key] : [])])];
      const issued = issueRoot(
        keys,
        {
          version: version + (mostly ? 1 : 2),
          epoch: Math.max(1, epoch) + (raise ? 1 : 0),
          rootKeys: [rootKeys[next]?.pem ?? ''],
        },
        signers.map((index) => rootKeys[index] ?? keys.root),
      );
      made.set(issued.digest, { root: issued.document, key: next });
      const command = { at, envelope: issued.envelope, envelopeSha256: 'e'.repeat(64), controlPlane: CONTROL_PLANE };
      return (state) => decideLoadRoot(command, state, made.get(state.digest)?.root);
    },
);

export const trust = anyNoun<TrustState, TrustEvent>({
  kind: TRUST,
  commands: { LoadRoot: load },
  histories: { number: 25, longest: 8 }, // each root is signed and verified several times
  growing: ({ version, epoch }) => ({ version, epoch }),
});
