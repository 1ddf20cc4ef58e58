import { done, type Outcome } from '../../core/decision.ts';
import { fromBase64 } from '../../core/integrity/base64.ts';
import { readCanonical } from '../../core/integrity/read-canonical.ts';
import { decideVersion } from '../../core/version/decide.ts';
import type { VersionProfile } from '../../core/version/events.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import { VersionStatement } from '../../schemas/documents.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { systemCall } from '../system-call.ts';
import { transact } from '../transact.ts';
import { type SigningWorld, signDocument } from './sign-document.ts';

type VersionSigningWorld = SigningWorld & Pick<World, 'clock' | 'ids' | 'controlPlane'>;

/**
 * Signs the statement of a version whose required verdicts have all passed; then the version is `signed`. Without a
 * drafted statement, and when it is signed or revoked already, nothing is done.
 * @param key stream key, `config@version`
 * @returns whether this call signed it; `trust_root_missing`, `release_key_untrusted`
 * @see docs/protocol.md §2.5
 */
export async function signVersion(
  world: VersionSigningWorld,
  key: string,
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<boolean>> {
  const { profile, statement, revoked } = (await loadState(world, VERSION, key)).state;
  if (!profile || !statement || statement.envelope || revoked) return done(false);
  const { digest } = statement;
  const bytes = fromBase64(statement.payload) ?? new Uint8Array();
  // Whoever can write the stream could put any bytes there; the key signs what was said of this version and nothing else.
  if (!isStatementOf(profile, bytes, world.controlPlane)) throw new Error(`${key}: ${digest} is no statement of it`);
  const signed = await signDocument(world, bytes, { cluster: null });
  if (!signed.ok) return signed;
  const call = systemCall(world, 'rollout', `sign/version/${key}/${digest}`, cause);
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(VERSION, key);
    const decision = decideVersion({ type: 'KeepSignature', at: call.at, digest, envelope: signed.value }, state);
    if (!decision.ok) return decision;
    tx.append(VERSION, key, decision.events);
    return done(decision.events.length > 0);
  });
}

function isStatementOf(
  { config, version, digest }: Pick<VersionProfile, 'config' | 'version' | 'digest'>,
  bytes: Uint8Array,
  controlPlane: string,
): boolean {
  const { data } = VersionStatement.safeParse(readCanonical(bytes)?.value);
  if (!data) return false;
  const { predicate, subject } = data;
  const ofIt = predicate.config === config && predicate.version === version && predicate.controlPlane === controlPlane;
  return ofIt && subject[0]?.name === config && subject[0].digest.sha256 === digest;
}

/** Signs every version of a snapshot that is not yet: a release is drafted only from signed ones. */
export async function signVersions(
  world: VersionSigningWorld,
  configs: { readonly [config: string]: Pick<SnapshotDocument['configs'][string], 'version'> },
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<null>> {
  for (const [config, { version }] of Object.entries(configs)) {
    const signed = await signVersion(world, versionKey(config, version), cause);
    if (!signed.ok) return signed;
  }
  return done(null);
}
