/** A Lambda function answers at most 6 MB: this, with room for what else an answer says. */
const ANSWER_BYTES = 5_000_000;

/**
 * Room in one answer for items of up to 64 KB each, of which a page may ask for more than fit.
 * @returns whether an item still fits; the first one always does
 */
export function answerRoom(limitBytes: number = ANSWER_BYTES): (item: unknown) => boolean {
  const encoder = new TextEncoder();
  let taken = 0;
  return (item) => {
    const before = taken;
    taken += encoder.encode(JSON.stringify(item)).byteLength + 1;
    return before === 0 || taken <= limitBytes;
  };
}
