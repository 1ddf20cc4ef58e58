import { INLINE_PHASES, type PlanRef } from '../../core/deployment/state.ts';
import { canonical } from '../../core/integrity/canonical.ts';
import type { PlannedPhase } from '../../schemas/deployment.ts';
import type { Json, NodeId } from '../../schemas/words.ts';
import type { World } from '../ports.ts';

const NAMESPACE = 'plan';

/** Puts what is too long for a head into blobs, before the events that name them are stored. */
export async function storePlan(
  { blobs }: Pick<World, 'blobs'>,
  phases: readonly PlannedPhase[],
  members: readonly string[] | null,
  { offlineNodes, predictedSeconds }: Pick<PlanRef, 'offlineNodes' | 'predictedSeconds'>,
): Promise<PlanRef> {
  const put = async (value: Json): Promise<string> =>
    (await blobs.put(NAMESPACE, new TextEncoder().encode(canonical(value)))).sha256;
  const short = phases.length <= INLINE_PHASES;
  return {
    phaseCount: phases.length,
    nodes: phases.at(-1)?.nodes ?? 0,
    offlineNodes,
    predictedSeconds,
    phases: short ? phases : null,
    blob: short ? null : await put(phases.map((phase) => ({ ...phase }))),
    members: members && (await put(members)),
  };
}

/** All phases of a plan. @throws when a blob is gone: it was put before the plan was stored */
export const plannedPhases = async (
  world: Pick<World, 'blobs'>,
  { phases, blob }: PlanRef,
): Promise<readonly PlannedPhase[]> => phases ?? ((await read(world, blob)) as PlannedPhase[]);

/** Nodes a selector matched, null without selector. */
export const plannedMembers = async (
  world: Pick<World, 'blobs'>,
  { members }: PlanRef,
): Promise<ReadonlySet<string> | null> => (members === null ? null : new Set((await read(world, members)) as NodeId[]));

/** As `storePlan` put it: blobs are found by the digest of what they hold. */
async function read({ blobs }: Pick<World, 'blobs'>, sha256: string | null): Promise<unknown> {
  const bytes = sha256 === null ? undefined : await blobs.get(NAMESPACE, sha256);
  if (!bytes) throw new Error(`plan ${sha256} is missing`);
  return JSON.parse(new TextDecoder().decode(bytes));
}
