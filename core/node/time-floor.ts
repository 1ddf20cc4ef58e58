import type { Instant } from '../../schemas/words.ts';

/**
 * The time that expiry and windows are checked against, Unix milliseconds: read once per refresh, and never below
 * the newest time that a signed document has shown, however far the node's clock was set back.
 * @see docs/protocol.md §3
 */
export const checkedNow = (clockMs: number, floor: Instant | null): number =>
  floor === null ? clockMs : Math.max(clockMs, Date.parse(floor));

/** The later of the two; instants are compared as text (protocol §1). */
export const raisedFloor = (floor: Instant | null, issuedAt: Instant): Instant =>
  floor !== null && floor > issuedAt ? floor : issuedAt;

/** An instant counts as passed at exactly its own millisecond. */
export const hasPassed = (instant: Instant, nowMs: number): boolean => Date.parse(instant) <= nowMs;
