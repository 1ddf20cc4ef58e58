import { toBase64 } from '../../../../core/integrity/base64.ts';
import { acceptDirective } from '../../../../core/node/accept-directive.ts';
import { trustedRoot } from '../../../../core/node/trusted-keys.ts';
import type { DsseEnvelope } from '../../../../schemas/documents.ts';
import { CLUSTER, draftDirectiveOf, issueRoot, T0, text } from '../../../support/fleet-documents.ts';
import { newSigningKey, signed, signedBytes } from '../../../support/signing-keys.ts';
import { type Answer, directive, type Row, soundDirective } from './answers.ts';
import { directiveNow, keys, release } from './documents.ts';

const loosePayload = (payload: string): DsseEnvelope => ({ ...directiveNow.envelope, payload });
const elsewhere = newSigningKey();
const limited = issueRoot(keys, {
  releaseKeys: [
    { publicKey: keys.release.pem, clusters: ['other.production'] },
    { publicKey: elsewhere.pem, clusters: [CLUSTER] },
  ],
});
const underLimited = (key: typeof keys.release): Answer =>
  acceptDirective(signed(directiveNow, key), trustedRoot(limited.document, limited.digest, CLUSTER), {
    cluster: CLUSTER,
    held: null,
    nowMs: Date.parse(T0),
  });

/** Who signed which bytes. */
export const SIGNATURES: readonly Row[] = [
  {
    code: 'bad_signature',
    when: 'one bit of the payload differs',
    refused: () => directive(loosePayload(toBase64(draftDirectiveOf(4).bytes))),
    accepted: soundDirective,
  },
  {
    code: 'bad_signature',
    when: 'there are two signatures, both good',
    refused: () => directive(signed(directiveNow, keys.release, keys.release)),
    accepted: () => directive(signed(directiveNow, keys.release)),
  },
  {
    code: 'bad_signature',
    when: 'base64 is loose',
    refused: () => directive(loosePayload(`${directiveNow.envelope.payload}\n`)),
    accepted: soundDirective,
  },
  {
    code: 'bad_signature',
    when: 'the signature is absent, in form only',
    refused: () => directive({ ...directiveNow.envelope, signatures: [{ keyid: keys.release.keyId, sig: '' }] }),
    accepted: soundDirective,
  },
  {
    code: 'unknown_key',
    when: 'a stranger signed',
    refused: () => directive(signed(directiveNow, newSigningKey())),
    accepted: soundDirective,
  },
  {
    code: 'wrong_role',
    when: 'a root key signed',
    refused: () => directive(signed(directiveNow, keys.root)),
    accepted: soundDirective,
  },
  {
    code: 'wrong_role',
    when: 'a release key limited to other clusters signed',
    refused: () => underLimited(keys.release),
    accepted: () => underLimited(elsewhere),
  },
  {
    code: 'wrong_type',
    when: 'the payload type is another',
    refused: () => directive(signedBytes(directiveNow.bytes, [keys.release], 'application/json')),
    accepted: soundDirective,
  },
  {
    code: 'wrong_type',
    when: 'a release comes as a directive',
    refused: () => directive(release.envelope),
    accepted: soundDirective,
  },
  {
    code: 'not_canonical',
    when: 'a space was added before signing',
    refused: () => directive(signedBytes(text(`${new TextDecoder().decode(directiveNow.bytes)} `), [keys.release])),
    accepted: soundDirective,
  },
  {
    code: 'not_canonical',
    when: 'a member is there twice',
    refused: () => {
      const twice = new TextDecoder().decode(directiveNow.bytes).replace('{', '{"_type":"x",');
      return directive(signedBytes(text(twice), [keys.release]));
    },
    accepted: soundDirective,
  },
];
