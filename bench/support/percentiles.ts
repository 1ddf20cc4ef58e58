/** Median and tail of measured times, in the unit of what is given. */
export function percentiles(times: Iterable<number>): {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
} {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export const median = (values: readonly number[]): number => percentiles(values).p50;

/** Runs something so many times and answers how long each took, in milliseconds. */
export async function timed(runs: number, run: (index: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    const began = performance.now();
    await run(index);
    times.push(performance.now() - began);
  }
  return times;
}
