import { readEnrolmentToken } from '../core/enrolment-token/token-text.ts';
import { ENROLMENT_TYP, jwsOf, jwsSigningInput } from '../core/integrity/jws.ts';
import { publicKeyOfJwk } from '../core/integrity/keys.ts';
import { acceptFirstRoot, acceptNextRoot } from '../core/node/accept-root.ts';
import { trustedRoot } from '../core/node/trusted-keys.ts';
import type { DsseEnvelope, TrustRoot } from '../schemas/documents.ts';
import type { EnrolmentTokenParts } from '../schemas/enrolment-token.ts';
import type { EnrolmentClaims } from '../schemas/node-messages.ts';
import type { Json } from '../schemas/words.ts';
import type { Answered } from './control-plane.ts';
import { save } from './held.ts';
import { type Life, logOf } from './life.ts';
import { learnSkew } from './session.ts';

const refusedHere = (code: string): Answered<never> => ({ ok: false, status: 0, code });

interface FirstRoot {
  readonly root: TrustRoot;
  readonly digest: string;
  readonly envelope: DsseEnvelope;
}

/**
 * Becomes a node: takes the one root that the token pins, walks to the newest, and asks with its own key to be let
 * in. The same key again gets the same answer, so a kill in between costs nothing.
 * @returns why not, with status 0 where it was this side that refused
 * @see docs/protocol.md §4
 */
export async function enrol(life: Life): Promise<Answered<string>> {
  const token = readEnrolmentToken(life.options.enrolmentToken ?? '');
  if (!token) return refusedHere('enrolment_token_unreadable');
  const root = await rootOf(life, token);
  if (!root.ok) return root;
  const { controlPlane } = root.value.root;
  const ask = () =>
    life.controlPlane.enrol(`Enrolment ${token.id}.${token.secret}`, request(life, token, controlPlane));
  const first = await ask();
  const skewed = !first.ok && first.code === 'clock_skew' && learnSkew(life, first.serverTime);
  const answer = skewed ? await ask() : first;
  if (!answer.ok) return answer;
  if (answer.value.cluster !== token.cluster) return refusedHere('wrong_cluster');
  if (answer.value.controlPlane !== controlPlane) return refusedHere('wrong_control_plane');
  const { nodeId, cluster, status } = answer.value;
  const { envelope, digest, root: newest } = root.value;
  await save(life.ports.files, life.held, {
    node: { nodeId, cluster, controlPlane },
    root: { envelope, digest, version: newest.version, epoch: newest.epoch },
  });
  life.held.trust = trustedRoot(newest, digest, cluster);
  // What an operator compares before a replacement is confirmed.
  const fingerprint = publicKeyOfJwk(life.keys.identity)?.keyId;
  logOf(life, 'enrolled', { node: nodeId, cluster, status, fingerprint });
  return { ok: true, value: nodeId };
}

async function rootOf(life: Life, token: EnrolmentTokenParts): Promise<Answered<FirstRoot>> {
  const first = await life.controlPlane.root(token.rootVersion);
  if (!first.ok) return first;
  const accepted = acceptFirstRoot(first.value.envelope, { version: token.rootVersion, sha256: token.rootSha256 });
  if (!accepted.ok) return refusedHere(accepted.code);
  let newest: FirstRoot = { ...accepted, envelope: first.value.envelope };
  for (;;) {
    const next = await life.controlPlane.root(newest.root.version + 1);
    if (!next.ok) return next.status === 404 ? { ok: true, value: newest } : next;
    const walked = acceptNextRoot(next.value.envelope, newest.root);
    if (!walked.ok) return refusedHere(walked.code);
    newest = { ...walked, envelope: next.value.envelope };
  }
}

function request(life: Life, token: EnrolmentTokenParts, controlPlane: string): string {
  const claims: EnrolmentClaims = {
    controlPlane,
    tokenId: token.id,
    cluster: token.cluster,
    identityKey: life.keys.identity,
    encryptionKey: life.keys.encryption,
    facts: life.ports.machine.facts(),
    iat: Math.floor((life.ports.clock.now() + life.skewMs) / 1000),
    jti: life.ports.chance.uuid(),
  };
  const input = jwsSigningInput(ENROLMENT_TYP, claims as unknown as { readonly [name: string]: Json });
  return jwsOf(input, life.keys.sign(input));
}
