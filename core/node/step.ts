import type { Labels, Sha256 } from '../../schemas/words.ts';
import { type DirectiveWord, namedReleases } from './accept-directive.ts';
import { acceptRelease, type Floor } from './accept-release.ts';
import { chooseTargets, type Target } from './choose-target.ts';
import type { OpenRelease, ReleaseFile } from './open-release.ts';
import { compareReleases } from './order.ts';
import type { RefusalCode } from './refusals.ts';
import { type SwapFailure, swapHeldBack } from './swap-retry.ts';
import { hasPassed } from './time-floor.ts';
import type { TrustedRoot } from './trusted-keys.ts';

/** What a node holds, as far as the next step depends on it. */
export interface HeldState {
  readonly nodeId: string;
  readonly cluster: string;
  readonly labels: Labels | null;
  readonly trust: TrustedRoot;
  /** Accepted under this root; null when none is. */
  readonly directive: DirectiveWord | null;
  readonly floor: Floor | null;
  readonly running: Floor | null;
  /** Verified releases whose envelopes are here, by digest. */
  readonly releases: ReadonlyMap<Sha256, OpenRelease>;
  /** Whether these bytes are in the store. */
  readonly hasBlob: (sha256: Sha256) => boolean;
  /** Releases kept ready and said so. */
  readonly resident: ReadonlySet<Sha256>;
  /** Whether what readers see of the running release is what it names. */
  readonly intact: boolean;
  readonly swap: SwapFailure | null;
  /** Checked time, Unix milliseconds. */
  readonly nowMs: number;
}

export type Step =
  | { readonly do: 'rest' }
  | { readonly do: 'wait'; readonly untilMs: number }
  | { readonly do: 'refuse'; readonly code: RefusalCode; readonly target: Target; readonly rivals: readonly Sha256[] }
  | { readonly do: 'fetch_release'; readonly digest: Sha256 }
  | { readonly do: 'fetch_blobs'; readonly release: OpenRelease; readonly missing: readonly ReleaseFile[] }
  /** Put the running release back as it should be. */
  | { readonly do: 'repair'; readonly release: OpenRelease }
  | { readonly do: 'preload'; readonly release: OpenRelease; readonly target: Target }
  /** The same content at a higher generation: nothing is swapped. */
  | { readonly do: 'adopt'; readonly release: OpenRelease; readonly target: Target }
  | { readonly do: 'switch'; readonly release: OpenRelease; readonly target: Target };

/**
 * The next thing a node does, from what it holds. Doing it and asking again ends in `rest`, `wait` or `refuse`, or in
 * a fetch that the control plane does not answer; each leaves the last good release running.
 * @see docs/protocol.md §3
 */
export function step(held: HeldState): Step {
  const run = repairStep(held) ?? runStep(held);
  if (run && run.do !== 'refuse' && run.do !== 'wait') return run;
  // What cannot be run now must not keep the node from getting the next release ready.
  return preloadStep(held) ?? run ?? { do: 'rest' };
}

/** Repair asks nobody: the running release was accepted before, and no expiry takes it away. */
function repairStep({ running, releases, intact, hasBlob }: HeldState): Step | null {
  if (!running || intact) return null;
  const release = releases.get(running.digest);
  return release?.files.every(({ sha256 }) => hasBlob(sha256)) ? { do: 'repair', release } : null;
}

function runStep(held: HeldState): Step | null {
  const { directive, running, releases } = held;
  if (!directive) return repairFetch(held);
  const { run: target } = chooseTargets(directive, { ...held, running: running?.digest ?? null });
  if (!target || target.digest === running?.digest) return repairFetch(held);
  const refused = early(held, directive, target);
  if (refused) return refused;
  const heldBack = swapHeldBack(held.swap, target.digest, held.nowMs);
  if (heldBack === 'quarantined') return refusal('quarantined', target);
  if (heldBack === 'backing_off') return { do: 'wait', untilMs: held.swap?.retryAtMs ?? held.nowMs };
  const obtained = obtain(held, directive, target, true);
  if (obtained.do !== 'ready') return obtained;
  const now = running && releases.get(running.digest);
  const same = now && held.intact && sameContent(now, obtained.release);
  return { do: same ? 'adopt' : 'switch', release: obtained.release, target };
}

function preloadStep(held: HeldState): Step | null {
  if (!held.directive) return null;
  const { preload: target } = chooseTargets(held.directive, { ...held, running: held.running?.digest ?? null });
  if (!target || held.resident.has(target.digest)) return null;
  const refused = early(held, held.directive, target);
  if (refused) return refused;
  const obtained = obtain(held, held.directive, target, false);
  return obtained.do === 'ready' ? { do: 'preload', release: obtained.release, target } : obtained;
}

/** What can be said before anything is fetched. */
function early({ trust, nowMs, floor }: HeldState, directive: DirectiveWord, target: Target): Step | null {
  if (hasPassed(trust.root.expiresAt, nowMs)) return refusal('root_expired', target);
  if (hasPassed(directive.expiresAt, nowMs)) return refusal('directive_expired', target);
  const order = floor ? compareReleases({ epoch: directive.epoch, generation: target.generation }, floor) : 1;
  return order < 0 ? refusal('rolled_back', target) : null;
}

/** Fetches, in order, what is missing of a release, and asks whether it may be installed as soon as it can be read. */
function obtain(
  held: HeldState,
  directive: DirectiveWord,
  target: Target,
  toActivate: boolean,
): Step | { readonly do: 'ready'; readonly release: OpenRelease } {
  const release = held.releases.get(target.digest);
  if (!release) return { do: 'fetch_release', digest: target.digest };
  const others = [...held.releases.values()].filter(({ digest }) => digest !== target.digest).map(placeOf);
  const accepted = acceptRelease(release, {
    controlPlane: held.trust.root.controlPlane,
    cluster: held.cluster,
    epoch: held.trust.root.epoch,
    named: namedReleases(directive).find(({ digest }) => digest === target.digest),
    floor: held.floor,
    held: others,
    toActivate,
    nowMs: held.nowMs,
  });
  if (!accepted.ok) return refusal(accepted.code, target, rivalsOf(release, others));
  const missing = release.files.filter(({ sha256 }) => !held.hasBlob(sha256));
  return missing.length > 0 ? { do: 'fetch_blobs', release, missing } : { do: 'ready', release };
}

/** The running release is damaged beyond the store: its parts are asked for again, if the directive still names it. */
function repairFetch({ running, releases, intact, hasBlob }: HeldState): Step | null {
  if (!running || intact) return null;
  const release = releases.get(running.digest);
  if (!release) return { do: 'fetch_release', digest: running.digest };
  return { do: 'fetch_blobs', release, missing: release.files.filter(({ sha256 }) => !hasBlob(sha256)) };
}

const refusal = (code: RefusalCode, target: Target, rivals: readonly Sha256[] = []): Step => ({
  do: 'refuse',
  code,
  target,
  rivals,
});

const placeOf = ({ digest, word: { epoch, generation } }: OpenRelease): Floor => ({ epoch, generation, digest });

/** Held releases that a fork would be with: evidence. */
const rivalsOf = ({ word }: OpenRelease, others: readonly Floor[]): Sha256[] =>
  others
    .filter(
      ({ epoch, generation }) =>
        epoch === word.epoch && (generation === word.generation || generation === word.generation - 1),
    )
    .map(({ digest }) => digest);

const sameContent = (a: OpenRelease, b: OpenRelease): boolean =>
  a.files.length === b.files.length &&
  a.files.every(({ name, sha256 }, index) => b.files[index]?.name === name && b.files[index].sha256 === sha256);
