/** Values by name, the last used ones; what is put away is shared by all who get it, so nobody may change it. */
export interface LastUsed<V> {
  get(name: string): V | undefined;
  set(name: string, value: V): void;
  delete(name: string): void;
  clear(): void;
}

/**
 * Two maps, a young and an old one: what is used moves to the young one, and when that is full, all that nobody has used
 * since it was begun is forgotten at once. To keep them in the exact order of use would be a write for every read.
 * @param least how many of those used last are kept at least; never twice as many
 */
export function lastUsed<V>(least: number): LastUsed<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  const set = (name: string, value: V): void => {
    if (young.size >= least && !young.has(name)) {
      old = young;
      young = new Map();
    }
    young.set(name, value);
  };
  return {
    get(name) {
      const value = young.get(name);
      if (value !== undefined) return value;
      const older = old.get(name);
      if (older !== undefined) set(name, older);
      return older;
    },
    set,
    delete(name) {
      young.delete(name);
      old.delete(name);
    },
    clear() {
      young.clear();
      old.clear();
    },
  };
}
