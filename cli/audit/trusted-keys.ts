import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicKey } from '../../core/integrity/keys.ts';
import { roleKeys } from '../../core/trust/role-keys.ts';
import { verifyRoot } from '../../core/trust/verify-root.ts';
import { DsseEnvelope, type TrustRoot } from '../../schemas/documents.ts';
import { TrustRootAnswer } from '../../schemas/trust.ts';
import type { AuditSource } from './audit-source.ts';

export interface TrustedKeys {
  readonly controlPlane: string;
  readonly checkpointKeys: readonly PublicKey[];
  /** The root came from the caller's own folder, not from the server that is being judged. */
  readonly anchored: boolean;
}

/**
 * Checkpoint keys of the newest trust root, walked version by version from the caller's own root, or else from the
 * server's first one. Keys of every version walked count: older checkpoints were signed by older keys.
 * @param trustDir holds `root.json`, as `plumb trust get` writes it
 * @throws naming the version that breaks a root rule
 */
export async function trustedKeys(source: AuditSource, trustDir: string | undefined): Promise<TrustedKeys> {
  const newest = TrustRootAnswer.parse(await source.json('/trust/root'));
  const own = trustDir === undefined ? undefined : readRoot(join(trustDir, 'root.json'));
  let root = own ?? verified(await fetchRoot(source, 1), undefined, 1);
  const keys = [...roleKeys(root, 'checkpoint')];
  for (let version = root.version + 1; version <= newest.version; version++) {
    root = verified(await fetchRoot(source, version), root, version);
    keys.push(...roleKeys(root, 'checkpoint'));
  }
  return { controlPlane: root.controlPlane, checkpointKeys: keys, anchored: own !== undefined };
}

const fetchRoot = async (source: AuditSource, version: number): Promise<DsseEnvelope> =>
  TrustRootAnswer.parse(await source.json(`/trust/root/${version}`)).envelope;

/** The caller's own anchor: its signature is checked all the same, so that a damaged file is noticed. */
const readRoot = (path: string): TrustRoot =>
  verified(DsseEnvelope.parse(JSON.parse(readFileSync(path, 'utf8'))), undefined, path);

function verified(envelope: DsseEnvelope, previous: TrustRoot | undefined, which: number | string): TrustRoot {
  const claimed = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as { controlPlane?: unknown };
  const controlPlane = previous?.controlPlane ?? String(claimed.controlPlane);
  const root = verifyRoot(envelope, { controlPlane, previous });
  if (!root.ok) throw new Error(`trust root ${which} is refused: ${root.rule ?? root.code}`);
  return root.root;
}
