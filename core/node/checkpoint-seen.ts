/** First three lines of a C2SP checkpoint: origin, tree size, root hash. */
const HEAD = /^([^\n]{1,256})\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n/;

/**
 * Whether two checkpoints of one epoch contradict each other: one size with two root hashes, or a log that shrank.
 * The directive that carried the newer one is obeyed all the same; the contradiction is evidence.
 * @param held newest seen before, null for none
 * @see docs/protocol.md §6
 */
export function checkpointForked(held: string | null, seen: string): boolean {
  const [before, now] = [held === null ? null : HEAD.exec(held), HEAD.exec(seen)];
  if (!before || !now || before[1] !== now[1]) return false;
  const [sizeBefore, sizeNow] = [Number(before[2]), Number(now[2])];
  return sizeNow < sizeBefore || (sizeNow === sizeBefore && now[3] !== before[3]);
}
