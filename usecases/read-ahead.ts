/** A store in the network takes milliseconds for each read; so many are under way at a time. */
const AT_A_TIME = 16;

/** What is read for each item, in order; a few more may be read than are taken. @throws the first fault, in order */
export async function* readAhead<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): AsyncGenerator<{ readonly item: T; readonly value: R }> {
  for (let from = 0; from < items.length; from += AT_A_TIME) {
    const some = items.slice(from, from + AT_A_TIME);
    const values = await Promise.all(some.map(async (item) => ({ item, value: await read(item) })));
    yield* values;
  }
}
