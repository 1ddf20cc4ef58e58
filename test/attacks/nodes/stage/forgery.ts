import { fromBase64, toBase64 } from '../../../../core/integrity/base64.ts';
import { envelopeOf, pae } from '../../../../core/integrity/dsse.ts';
import { payloadBytes } from '../../../../core/integrity/statement.ts';
import { type DsseEnvelope, IN_TOTO_PAYLOAD_TYPE } from '../../../../schemas/documents.ts';
import { type SigningKey, signedBytes } from '../../../support/signing-keys.ts';
import type { Stage } from './open-stage.ts';

/** A document as an attacker reads it: members by name, of any kind. */
export interface Words {
  readonly [member: string]: unknown;
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicate: { readonly [member: string]: unknown };
}
export type Bend = (document: Words) => object;
const AS_IT_IS: Bend = (document) => document;

/** What a document says; nobody is asked whether it may be believed. */
export const wordsOf = ({ payload }: DsseEnvelope): Words =>
  JSON.parse(new TextDecoder().decode(fromBase64(payload))) as Words;

/** Other words under the signature of the true ones. */
export const reworded = (envelope: DsseEnvelope, bend: Bend): DsseEnvelope => ({
  ...envelope,
  payload: toBase64(payloadBytes(bend(wordsOf(envelope))).bytes),
});

/** Other words, or the same, signed by whoever holds `key`, who may say that another key did. */
export function forged(
  envelope: DsseEnvelope,
  key: SigningKey,
  bend: Bend = AS_IT_IS,
  keyid = key.keyId,
): DsseEnvelope {
  const signed = signedBytes(payloadBytes(bend(wordsOf(envelope))).bytes, [key], envelope.payloadType);
  return { ...signed, signatures: signed.signatures.map((it) => ({ ...it, keyid })) };
}

/** The predicate of a statement with some members replaced. */
export const withPredicate =
  (change: object): Bend =>
  (document) => ({ ...document, predicate: { ...document.predicate, ...change } });

export interface Stolen {
  readonly envelope: DsseEnvelope;
  readonly digest: string;
}

/** Signs any document with the control plane's own release key: it was stolen. */
export async function stolen(stage: Stage, document: object): Promise<Stolen> {
  const { bytes, digest } = payloadBytes(document);
  const signature = await stage.keys.stolen().sign('release', pae(IN_TOTO_PAYLOAD_TYPE, bytes));
  return { envelope: envelopeOf(IN_TOTO_PAYLOAD_TYPE, bytes, [signature]), digest };
}
