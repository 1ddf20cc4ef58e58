import fc from 'fast-check';
import type { HeldState } from '../../../core/node/step.ts';
import type { SwapFailure } from '../../../core/node/swap-retry.ts';
import { CLUSTER, candidateOf, DEPLOYMENT, draftDirectiveOf, named } from '../../support/fleet-documents.ts';
import { opened } from '../../support/opened-release.ts';
import { msOf, now, releaseTale, usually } from './any-tale.ts';
import { inCohort, mayInstall } from './model.ts';
import { EPOCH, type ReleaseTale, releaseOf, trust } from './tales.ts';

const NODE = `node-${'a'.repeat(32)}`;

/** Everything a node may find itself in: up to three releases of any kind that it holds, and what a directive says. */
export const anySituation = fc.record({
  tales: fc.uniqueArray(releaseTale, { minLength: 1, maxLength: 3, selector: (tale) => releaseOf(tale).digest }),
  stable: fc.option(fc.nat({ max: 2 })),
  candidate: fc.option(fc.nat({ max: 2 })),
  /** The directive names it under a generation that is not its own. */
  misnamed: usually(false, true),
  cutoff: fc.constantFrom('', '8'.repeat(16), 'f'.repeat(16)),
  selector: fc.constantFrom(undefined, { zone: 'eu' }),
  labels: fc.constantFrom(null, { zone: 'eu' }, { zone: 'us' }),
  mode: fc.constantFrom('activate' as const, 'preload' as const),
  running: fc.option(fc.nat({ max: 2 })),
  floorAbove: usually(0, 1),
  missing: usually(false, true),
  intact: usually(true, false),
  swap: fc.option(fc.record({ of: fc.nat({ max: 2 }), quarantined: fc.boolean(), retryAt: now }), { freq: 4 }),
  directiveExpires: usually(7200, 60),
  now: fc.oneof(
    { weight: 9, arbitrary: now },
    { weight: 1, arbitrary: fc.constantFrom(30 * 86_400, 30 * 86_400 - 0.001) },
  ),
});
export type Situation = typeof anySituation extends fc.Arbitrary<infer S> ? S : never;

export interface Told {
  readonly held: HeldState;
  readonly tales: ReadonlyMap<string, ReleaseTale>;
  readonly said: Situation;
}

export function tell(said: Situation): Told {
  const drafts = said.tales.map((tale) => ({ tale, drafted: releaseOf(tale) }));
  const at = (index: number | null) => (index === null ? undefined : drafts[index % drafts.length]);
  const naming = (index: number | null) => {
    const of = at(index);
    return of && { ...named(of.drafted), ...(said.misnamed && { generation: of.tale.generation + 1 }) };
  };
  const [stable, candidate] = [naming(said.stable), naming(said.candidate)];
  const { cutoff, selector, mode } = said;
  const of = at(said.candidate);
  const directive = draftDirectiveOf(9, {
    epoch: EPOCH,
    expiresAt: new Date(msOf(said.directiveExpires)).toISOString(),
    ...(stable && { stable }),
    ...(of &&
      candidate && {
        candidate: {
          ...candidateOf(of.drafted, { cutoff, mode, ...(selector && { selector: { matchLabels: selector } }) }),
          ...candidate,
        },
      }),
  }).document.predicate;
  const runs = at(said.running);
  const place = runs && { epoch: runs.tale.epoch, generation: runs.tale.generation, digest: runs.drafted.digest };
  const failed = said.swap && at(said.swap.of);
  const swap: SwapFailure | null =
    said.swap && failed
      ? {
          generation: failed.tale.generation,
          digest: failed.drafted.digest,
          attempts: 1,
          reason: 'x',
          quarantined: said.swap.quarantined,
          retryAtMs: msOf(said.swap.retryAt),
        }
      : null;
  return {
    said,
    tales: new Map(drafts.map(({ tale, drafted }) => [drafted.digest, tale])),
    held: {
      nodeId: NODE,
      cluster: CLUSTER,
      labels: said.labels,
      trust,
      directive,
      floor: place ? { ...place, generation: place.generation + said.floorAbove } : null,
      running: place ?? null,
      releases: new Map(drafts.map(({ drafted }) => [drafted.digest, opened(drafted)])),
      hasBlob: () => !said.missing,
      resident: new Set(),
      intact: said.intact,
      swap,
      nowMs: msOf(said.now),
    },
  };
}

/** What the directive wants of this node, in the words of §3.3 and §3.4. */
export function wanted({ held, said }: Told): {
  readonly run: string | undefined;
  readonly preload: string | undefined;
} {
  const { stable, candidate } = held.directive ?? {};
  const stays = candidate !== undefined && held.running?.digest === candidate.digest;
  const joins = candidate !== undefined && inCohort(DEPLOYMENT, NODE, said.cutoff, said.selector, said.labels);
  if (candidate && (stays || (joins && candidate.mode === 'activate')))
    return { run: candidate.digest, preload: undefined };
  return { run: stable?.digest, preload: joins ? candidate?.digest : undefined };
}

/** Whether the protocol lets the node put this release in place now, everything asked. */
export function allowed({ held, tales, said }: Told, digest: string, toActivate: boolean): boolean {
  const tale = tales.get(digest);
  const release = held.releases.get(digest);
  if (!tale || !release) return false;
  const { stable, candidate } = held.directive ?? {};
  const namedAs = [stable, candidate].find((each) => each?.digest === digest)?.generation ?? null;
  const others = [...tales]
    .filter(([other]) => other !== digest)
    .map(([other, { epoch, generation }]) => ({ epoch, generation, digest: other }));
  const { previousDigest } = release.word;
  const situation = { namedAs, floor: held.floor, held: others, toActivate, now: said.now };
  const expired = said.now >= said.directiveExpires || said.now >= 30 * 86_400;
  const heldBack =
    toActivate &&
    said.swap !== null &&
    held.swap?.digest === digest &&
    (said.swap.quarantined || said.swap.retryAt > said.now);
  return !expired && !said.missing && !heldBack && mayInstall(tale, { digest, previousDigest }, situation);
}
