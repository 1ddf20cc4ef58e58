const lines = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Runs work about one thing one at a time in this process, in order of arrival. Where hundreds write the same stream
 * at once, racing would let one of them win each round; between processes the append's condition decides as ever.
 * @param world whose thing it is
 */
export function inTurn<T>(world: object, thing: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(world) ?? new Map<string, Promise<unknown>>();
  lines.set(world, line);
  const mine = (line.get(thing) ?? Promise.resolve()).then(work);
  const over = mine
    .catch(() => {})
    .then(() => {
      if (line.get(thing) === over) line.delete(thing);
    });
  line.set(thing, over);
  return mine;
}
