const STEPS = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [172_800, 3600, 'h'],
  [Number.POSITIVE_INFINITY, 86_400, 'd'],
] as const;

/** `3 min ago`, `in 2 h`, `now`. @param at RFC 3339 @param nowMs Unix milliseconds */
export function ago(at: string, nowMs: number): string {
  const seconds = Math.trunc((nowMs - Date.parse(at)) / 1000);
  if (Number.isNaN(seconds)) return at;
  if (seconds === 0) return 'now';
  return seconds > 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
}

/** `42 s`, `3 min`, `5 h`, `12 d`: the largest unit that still tells something. */
export function span(seconds: number): string {
  const [, unit, word] = STEPS.find(([limit]) => seconds < limit) ?? STEPS[3];
  return `${Math.floor(seconds / unit)} ${word}`;
}

/** First twelve hex characters of a digest. */
export const short = (digest: string): string => (digest.length > 12 ? `${digest.slice(0, 12)}…` : digest);

/** `1.2 KB`; decimal units. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const pairs = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

/** One node, two nodes. */
export const count = (howMany: number, one: string): string => `${howMany} ${one}${howMany === 1 ? '' : 's'}`;
