import { done, type Outcome } from '../../core/decision.ts';
import { contentDigest } from '../../core/snapshot/content-digest.ts';
import { decideCreateRevision } from '../../core/snapshot/decide-create.ts';
import type { RevisionEvent } from '../../core/snapshot/events.ts';
import { type RevisionState, revisionKey, SNAPSHOT, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Instant, Risk } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import type { Transaction } from '../transact.ts';
import { assessSnapshot } from './assess-snapshot.ts';
import { snapshotBytes } from './snapshot-document.ts';

const SUMMARY_SHOWN = 300;
const REASONS_SHOWN = 10;

export interface RevisionDraft {
  readonly name: string;
  readonly configs: SnapshotDocument['configs'];
  readonly clusters: readonly string[];
  readonly summary: string;
  readonly risk: Risk;
  readonly effectiveFrom?: Instant | undefined;
  readonly effectiveTo?: Instant | undefined;
}

/**
 * Makes the next revision of a snapshot in the caller's unit of work: computes its risk, stores its document, appends.
 * @param more events of the revision that follow at once
 * @returns the new revision; `snapshot_empty`
 */
export async function createRevision(
  world: Pick<World, 'streams' | 'authority' | 'blobs'>,
  tx: Transaction,
  draft: RevisionDraft,
  call: Call,
  more: readonly RevisionEvent[] = [],
): Promise<Outcome<RevisionState>> {
  const { name, configs, clusters, summary, effectiveFrom, effectiveTo } = draft;
  const revision = (await tx.load(SNAPSHOT, name)).state.revision + 1;
  const { risk, reasons } = await assessSnapshot(world, { configs, clusters, stated: draft.risk });
  const document = snapshotBytes({
    name,
    revision,
    configs,
    clusters: [...clusters],
    summary,
    risk,
    effectiveFrom,
    effectiveTo,
  });
  const decision = decideCreateRevision(call.at, {
    name,
    revision,
    digest: document.digest,
    contentDigest: contentDigest(configs),
    configCount: Object.keys(configs).length,
    clusters,
    summary: shortened(summary),
    statedRisk: draft.risk,
    risk,
    riskReasons: reasons.slice(0, REASONS_SHOWN),
    effectiveFrom: effectiveFrom ?? null,
    effectiveTo: effectiveTo ?? null,
    author: call.principal.subject,
  });
  if (!decision.ok) return decision;
  await world.blobs.put('snapshot', document.bytes);
  const key = revisionKey(name, revision);
  await tx.load(SNAPSHOT_REVISION, key);
  tx.append(SNAPSHOT, name, [decision.value.ofName]);
  return done(tx.append(SNAPSHOT_REVISION, key, [decision.value.ofRevision, ...more]));
}

const shortened = (text: string): string =>
  text.length <= SUMMARY_SHOWN ? text : `${text.slice(0, SUMMARY_SHOWN - 1).toWellFormed()}…`;
