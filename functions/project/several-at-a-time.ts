/** Streams folded at a time: they share appends to the audit log, and none waits long for the others. */
const AT_A_TIME = 8;

/** Does the work for each item, in order of their beginning, several at a time. @throws the first fault, when all have ended */
export async function severalAtATime<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(AT_A_TIME, waiting.length) }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}
