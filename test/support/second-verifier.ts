/**
 * A verifier written from docs/protocol.md alone: no import from this project. What it needed and the page did not
 * say was added to the page. Refusals are thrown as errors whose message is the code of §3.10.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';

// biome-ignore lint/suspicious/noExplicitAny: whatever JSON a stranger sends, before it was looked at
type Any = any;
const refuse = (code: string): never => {
  throw new Error(code);
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** §1.1: RFC 8785. ECMAScript's own texts of strings and numbers are those of RFC 8785; names go by UTF-16 units. */
const canonical = (value: Any): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
};
const readCanonical = (payload: Uint8Array): Any => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    const value = JSON.parse(text);
    if (canonical(value) === text) return value;
  } catch {}
  return refuse('not_canonical');
};

/** §1.5: strict base64, and the bytes that are signed. */
const base64 = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : refuse('bad_signature');
};
const pae = (type: string, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
const signedBy = (envelope: Any, signature: Any, pem: string): boolean => {
  const [key, message] = [createPublicKey(pem), pae(envelope.payloadType, base64(envelope.payload))];
  return key.asymmetricKeyType === 'ec' && verify('sha256', message, key, base64(signature.sig));
};

/** §1.6: OpenSSH fingerprint of a P-256 or Ed25519 key. */
export function keyId(pem: string): string {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  const parts =
    der.length === 91 ? ['ecdsa-sha2-nistp256', 'nistp256', der.subarray(26)] : ['ssh-ed25519', der.subarray(12)];
  const wire = parts.flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, Buffer.from(part as string)];
  });
  return `SHA256:${createHash('sha256').update(Buffer.concat(wire)).digest('base64').replace(/=+$/, '')}`;
}

/** §2.7: a first root, pinned by its digest (§4.1), or the one after `before`. */
export function openRoot(envelope: Any, pinned: string | { readonly before: Any }): Any {
  if (envelope.payloadType !== 'application/vnd.plumbline.trust-root.v1+json') refuse('wrong_type');
  const payload = base64(envelope.payload);
  const root = readCanonical(payload);
  const before = typeof pinned === 'string' ? undefined : pinned.before;
  if (!before && sha256(payload) !== pinned) refuse('digest_mismatch');
  if (before && (root.version !== before.version + 1 || root.epoch < before.epoch)) refuse('root_rules');
  if (before && root.controlPlane !== before.controlPlane) refuse('wrong_control_plane');
  for (const role of Object.values<Any>(root.roles))
    for (const [id, { publicKey }] of Object.entries<Any>(role.keys)) if (keyId(publicKey) !== id) refuse('root_rules');
  for (const { roles } of before ? [before, root] : [root]) {
    const keys = Object.values<Any>(roles.root.keys);
    const signers = keys.filter((key) =>
      envelope.signatures.some((one: Any) => signedBy(envelope, one, key.publicKey)),
    );
    if (signers.length < roles.root.threshold) refuse('bad_signature');
  }
  return root;
}

/** §2.8: the statement that a release key of the root signed for this cluster. */
function openStatement(envelope: Any, root: Any, cluster: string): { value: Any; digest: string } {
  if (envelope.payloadType !== 'application/vnd.in-toto+json') refuse('wrong_type');
  const [signature, ...more] = envelope.signatures;
  if (!signature || more.length > 0) refuse('bad_signature');
  const { release, checkpoint, root: people } = root.roles;
  const signs = (key: Any): boolean => signedBy(envelope, signature, key.publicKey);
  const counts = (key: Any): boolean => !key.clusters || key.clusters.includes(cluster);
  const known = [release, checkpoint, people].flatMap((role) => Object.values<Any>(role.keys)).filter(signs);
  const hinted = !signature.keyid || (release.keys[signature.keyid] && counts(release.keys[signature.keyid]));
  if (known.length === 0) refuse(hinted ? 'bad_signature' : 'unknown_key');
  if (!Object.values<Any>(release.keys).some((key) => counts(key) && signs(key))) refuse('wrong_role');
  const payload = base64(envelope.payload);
  return { value: readCanonical(payload), digest: sha256(payload) };
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && canonical([...a].sort()) === canonical([...b].sort());
const belongs = (word: Any, root: Any, cluster: string): void => {
  if (word.controlPlane !== root.controlPlane) refuse('wrong_control_plane');
  if (word.cluster !== cluster) refuse('wrong_cluster');
  if (word.epoch !== root.epoch) refuse('wrong_epoch');
};

/** §3.6 and §3.7 for somebody who holds nothing yet. @returns config name → content */
export function verifyRelease(
  { root, directive, release }: { readonly root: Any; readonly directive: Any; readonly release: Any },
  { cluster, now, blob }: { readonly cluster: string; readonly now: string; blob(sha256: string): Uint8Array },
): Record<string, Uint8Array> {
  const said = openStatement(directive, root, cluster).value;
  if (said.predicateType !== 'https://plumbline.dev/directive/v1') refuse('wrong_type');
  const { stable, candidate, keep = [], expiresAt } = said.predicate;
  belongs(said.predicate, root, cluster);
  const named = [stable, candidate, ...keep].filter(Boolean);
  const digests = [...new Set<string>(named.map(({ digest }: Any) => digest))];
  if (
    !sameSet(
      said.subject.map((subject: Any) => subject.digest.sha256),
      digests,
    )
  )
    refuse('subjects_mismatch');
  if (expiresAt <= now) refuse('directive_expired');

  const { value, digest } = openStatement(release, root, cluster);
  const name = named.find((one: Any) => one.digest === digest) ?? refuse('digest_mismatch');
  const { subject, predicate } = value;
  for (const one of subject)
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.(development|staging|production)$/.test(one.name)) refuse('unsafe_name');
  if (value.predicateType !== 'https://plumbline.dev/release/v1') refuse('wrong_type');
  if (
    !sameSet(
      subject.map((one: Any) => one.name),
      Object.keys(predicate.configs),
    )
  )
    refuse('subjects_mismatch');
  if (root.expiresAt <= now) refuse('root_expired');
  belongs(predicate, root, cluster);
  if (predicate.generation !== name.generation) refuse('not_in_directive');
  if (predicate.effectiveFrom > now) refuse('not_yet_effective');
  if (predicate.effectiveTo <= now) refuse('no_longer_effective');
  const contents = subject.map((one: Any) => {
    const bytes = blob(one.digest.sha256);
    if (bytes.length !== predicate.configs[one.name].sizeBytes) refuse('size_mismatch');
    return [one.name, sha256(bytes) === one.digest.sha256 ? bytes : refuse('digest_mismatch')];
  });
  return Object.fromEntries(contents);
}
