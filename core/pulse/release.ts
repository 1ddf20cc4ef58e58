import type { PulseRelease } from '../../schemas/pulse.ts';
import type { Sha256 } from '../../schemas/words.ts';

const PREFIX_CHARACTERS = 16;

/** A release as pulses name it. */
export const pulseRelease = ({
  generation,
  digest,
}: {
  readonly generation: number;
  readonly digest: Sha256;
}): PulseRelease => ({ generation, digestPrefix: digest.slice(0, PREFIX_CHARACTERS) });

/** What a node runs that has none. */
export const NO_RELEASE: PulseRelease = { generation: 0, digestPrefix: '' };

/** Whether both are the same release. @param one what a pulse says, or proved. @param other null is no release */
export const isSameRelease = (one: PulseRelease, other: PulseRelease | null): boolean =>
  one.generation === other?.generation && one.digestPrefix === other.digestPrefix;
