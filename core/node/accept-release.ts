import type { Sha256 } from '../../schemas/words.ts';
import type { OpenRelease } from './open-release.ts';
import { compareReleases } from './order.ts';
import { type Refused, refuse } from './refusals.ts';
import { hasPassed } from './time-floor.ts';

/** Highest release a node ever activated. */
export interface Floor {
  readonly epoch: number;
  readonly generation: number;
  readonly digest: Sha256;
}

export interface ReleaseContext {
  readonly controlPlane: string;
  readonly cluster: string;
  readonly epoch: number;
  /** What the directive says about it; undefined when the directive does not name it. */
  readonly named: { readonly generation: number } | undefined;
  readonly floor: Floor | null;
  /** Every other release held here, active or not. */
  readonly held: readonly Floor[];
  /** False for a release that is only to be kept ready: windows bind the switch. */
  readonly toActivate: boolean;
  readonly nowMs: number;
}

/**
 * Decides whether a node may install `release` on the word of its directive. Signatures are verified already; this
 * checks whose it is, its order and its window.
 * @returns `rolled_back` below the floor; `fork` for a second content of one generation, or when its
 *   `previousDigest` contradicts the generation before it that is held here; never throws
 * @see docs/protocol.md §3
 */
export function acceptRelease({ digest, word }: OpenRelease, context: ReleaseContext): { readonly ok: true } | Refused {
  if (word.controlPlane !== context.controlPlane) return refuse('wrong_control_plane');
  if (word.cluster !== context.cluster) return refuse('wrong_cluster');
  if (word.epoch !== context.epoch) return refuse('wrong_epoch');
  if (context.named?.generation !== word.generation) return refuse('not_in_directive');
  const known = context.floor ? [...context.held, context.floor] : context.held;
  const { epoch, generation, previousDigest } = word;
  const at = (wanted: number) => known.filter((other) => other.epoch === epoch && other.generation === wanted);
  if (at(generation).some((other) => other.digest !== digest)) return refuse('fork');
  // An absent one says nothing: a recovered cluster goes on above generations it has no record of.
  const contradicted = at(generation - 1).some((other) => other.digest !== previousDigest);
  if (previousDigest !== undefined && contradicted) return refuse('fork');
  const order = context.floor ? compareReleases(word, context.floor) : 1;
  if (order < 0) return refuse('rolled_back');
  // Equal passes, whatever its window: installing the active release again is repair.
  if (order === 0 || !context.toActivate) return { ok: true };
  if (word.effectiveFrom !== undefined && !hasPassed(word.effectiveFrom, context.nowMs))
    return refuse('not_yet_effective');
  if (word.effectiveTo !== undefined && hasPassed(word.effectiveTo, context.nowMs))
    return refuse('no_longer_effective');
  return { ok: true };
}
