/** The promises of docs that hold after every step, whatever happens. */
export const INVARIANTS = {
  I1: 'one Active release and one open deployment per cluster',
  I2: 'a node never shows bytes whose signature, hash, cluster or floor fails',
  I3: 'acknowledged versions never vanish or change',
  I4: 'every change is one event in an unbroken chain, and once in the audit log',
  I5: 'no node activates a candidate before its phase, and no phase is released after a breach',
  I6: 'a rollback restores the exact digests of every config',
  I7: 'a repeated request gets the same answer',
  I8: 'once faults stop, every reachable node comes to the desired release',
  I10: 'an approval counts for the exact digest alone',
} as const;
export type Invariant = keyof typeof INVARIANTS;

/** A seed has found something. */
export class Broken extends Error {
  readonly invariant: Invariant;
  constructor(invariant: Invariant, detail: string) {
    super(`${invariant} (${INVARIANTS[invariant]}): ${detail}`);
    this.invariant = invariant;
  }
}

export function must(invariant: Invariant, holds: boolean, detail: () => string): void {
  if (!holds) throw new Broken(invariant, detail());
}
