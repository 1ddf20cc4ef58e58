/** Releases are ordered by (epoch, generation), directives by (epoch, sequence). @see docs/protocol.md §3 */
export interface Place {
  readonly epoch: number;
  readonly number: number;
}

/** Negative when `a` is the older one, 0 when both have the same place. */
export const compareOrder = (a: Place, b: Place): number => a.epoch - b.epoch || a.number - b.number;

interface ReleasePlace {
  readonly epoch: number;
  readonly generation: number;
}
export const compareReleases = (a: ReleasePlace, b: ReleasePlace): number =>
  compareOrder({ epoch: a.epoch, number: a.generation }, { epoch: b.epoch, number: b.generation });
