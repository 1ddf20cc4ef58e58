/** What is known of a node of which a receipt came before its first check-in; any check-in replaces it. */
export const UNSEEN = {
  bootId: '',
  bootStartedAt: 0,
  sequence: 0,
  generation: 0,
  digestPrefix: '',
  resident: 0,
  seenAt: 0,
  intervalSeconds: 0,
  newest: null,
  windowStart: null,
  drift: [],
  unhealthy: false,
} as const;
