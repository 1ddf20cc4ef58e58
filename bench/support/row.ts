/** One line of the table: what a user would measure, and what it should be. */
export interface Row {
  readonly scenario: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly is: 'at least' | 'at most'; readonly value: number };
  /** More of the same measurement: percentiles in milliseconds, processor time and bytes of one request. */
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly cpuMs?: number;
  readonly bytes?: number;
}

export interface Scenario {
  readonly name: string;
  /** @param say words for a person while it runs */
  run(say: (words: string) => void): Promise<readonly Row[]>;
}

export const met = ({ value, target }: Row): boolean | undefined =>
  target && (target.is === 'at least' ? value >= target.value : value <= target.value);
