import { done, type Outcome } from '../../core/decision.ts';
import { fromBase64 } from '../../core/integrity/base64.ts';
import { decideVersion } from '../../core/version/decide.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Call } from '../call.ts';
import { signDocument } from '../issue/sign-document.ts';
import type { IssuingWorld } from '../issue/sign-pending.ts';
import { loadState } from '../load-state.ts';
import { systemCall } from '../system-call.ts';
import { transact } from '../transact.ts';

/**
 * Signs the drafted statement of a version (protocol §2.5), which makes it `signed`. Safe to call at any time: the
 * stored bytes are signed, and the first envelope stored is the one that counts.
 * @param key stream key, `config@version`
 * @returns whether this call signed it; what signDocument refuses
 */
export async function signVersion(
  world: IssuingWorld,
  key: string,
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<{ signed: boolean }>> {
  const { statement, revoked } = (await loadState(world, VERSION, key)).state;
  if (!statement || statement.envelope || revoked) return done({ signed: false });
  const { digest } = statement;
  const envelope = await signDocument(world, fromBase64(statement.payload) ?? new Uint8Array(), { cluster: null });
  if (!envelope.ok) return envelope;
  const call = systemCall(world, 'rollout', `sign/version/${key}/${digest}`, cause);
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(VERSION, key);
    const decision = decideVersion({ type: 'KeepSignature', at: call.at, digest, envelope: envelope.value }, state);
    if (!decision.ok) return decision;
    tx.append(VERSION, key, decision.events);
    return done({ signed: decision.events.length > 0 });
  });
}

/** Signs every version of a snapshot that is not yet: a release is drafted only from signed ones. */
export async function signVersions(
  world: IssuingWorld,
  configs: SnapshotDocument['configs'],
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<null>> {
  for (const [config, { version }] of Object.entries(configs)) {
    const signed = await signVersion(world, versionKey(config, version), cause);
    if (!signed.ok) return signed;
  }
  return done(null);
}
