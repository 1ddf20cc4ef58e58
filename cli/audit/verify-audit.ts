import { type Finding, logVerifier } from '../../core/audit/verify-log.ts';
import { LogPage } from '../../schemas/audit.ts';
import type { AuditSource } from './audit-source.ts';
import { trustedKeys } from './trusted-keys.ts';

export interface VerifyOptions {
  readonly trustDir?: string | undefined;
  /** Text of an older checkpoint the caller kept. */
  readonly since?: string | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly anchored: boolean;
  readonly events: number;
  readonly streams: number;
  readonly withheld: number;
  readonly erased: number;
  readonly enrolments: number;
  readonly receipts: number;
  /** Events under the newest signed checkpoint; null when there is none or it is not signed as it should be. */
  readonly checkpointSize: number | null;
  /** Age of the oldest event that no checkpoint covers yet: what could still be dropped unseen. 0 = all are covered. */
  readonly uncoveredSeconds: number;
  readonly findings: readonly Finding[];
  /** The newest checkpoint, to be kept for the next time; null when it does not hold. */
  readonly checkpoint: string | null;
}

/**
 * Downloads the whole audit log and recomputes it: every chain, the tree, checkpoints, and the stored statements of
 * nodes. Nothing the server says is believed but signatures by keys of the trust root.
 * @see docs/protocol.md §6
 */
export async function verifyAudit(source: AuditSource, options: VerifyOptions): Promise<AuditReport> {
  const trust = await trustedKeys(source, options.trustDir);
  // The checkpoint first: what is appended meanwhile only makes the log longer.
  const served = await source.text('/audit/checkpoint').catch(() => null);
  const verifier = logVerifier(trust.controlPlane, trust.checkpointKeys);
  const times: number[] = [];
  for await (const leaf of leaves(source)) {
    verifier.add(leaf);
    times.push(Date.parse(leaf.event?.at ?? ''));
  }
  const checkpoint = served === null ? undefined : verifier.checkpoint(served, 'served');
  if (options.since !== undefined) verifier.checkpoint(options.since, 'since');
  const findings = verifier.findings();
  const uncoveredSince = times[checkpoint?.size ?? 0];
  return {
    ok: findings.length === 0 && checkpoint !== undefined,
    anchored: trust.anchored,
    ...verifier.counts,
    checkpointSize: checkpoint?.size ?? null,
    uncoveredSeconds: uncoveredSince === undefined ? 0 : Math.max(0, Math.round((options.now - uncoveredSince) / 1000)),
    findings,
    checkpoint: findings.length === 0 && checkpoint ? served : null,
  };
}

async function* leaves(source: AuditSource) {
  for (let from = 0; ; ) {
    const page = LogPage.parse(await source.json(`/audit/log?from=${from}&limit=256`));
    yield* page.leaves;
    from += page.leaves.length;
    if (page.leaves.length === 0) return;
  }
}
