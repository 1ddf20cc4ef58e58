/** Numbers that follow from a seed and a name alone: whatever else is drawn elsewhere, these stay the same. */
export interface Chance {
  /** In [0, 1). */
  fraction(): number;
  /** Whole number in [from, to]. */
  between(from: number, to: number): number;
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A source of its own, so that one part drawing more does not shift all others. */
  branch(name: string): Chance;
}

export function chance(seed: string): Chance {
  let state = hashed(seed);
  // Mulberry32: small, fast and good enough to choose faults.
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    between,
    happens: (probability) => fraction() < probability,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[between(0, from.length - 1)] as T;
    },
    branch: (name) => chance(`${seed}/${name}`),
  };
}

/** FNV-1a. */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash | 0;
}
