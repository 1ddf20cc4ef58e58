/** How often what happened: faults, decisions, refusals. */
export interface Tally {
  count(name: string): void;
  readonly counts: ReadonlyMap<string, number>;
}

export function tally(): Tally {
  const counts = new Map<string, number>();
  return { counts, count: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1) };
}

export function addCounts(into: Map<string, number>, from: ReadonlyMap<string, number>): void {
  for (const [name, count] of from) into.set(name, (into.get(name) ?? 0) + count);
}
