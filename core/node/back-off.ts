const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * Pause before the next check-in after failures in a row, milliseconds. Doubles from a second to a minute; half of
 * it is chance, so that a fleet that lost its control plane together does not come back together.
 * @param chance in [0, 1)
 */
export const backOffMs = (failures: number, chance: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(16, Math.max(0, failures - 1))) * (0.5 + chance / 2);

/** The server's cadence ± 10 %, milliseconds. @param chance in [0, 1) */
export const cadenceMs = (seconds: number, chance: number): number => seconds * 1000 * (0.9 + chance / 5);
