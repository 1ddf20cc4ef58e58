/** Values by name, the last used ones; what is put away is shared by all who get it, so nobody may change it. */
export interface LastUsed<V> {
  get(name: string): V | undefined;
  set(name: string, value: V): void;
  delete(name: string): void;
  clear(): void;
}

/** @param most entries that are kept; the one not used for longest goes first */
export function lastUsed<V>(most: number): LastUsed<V> {
  const kept = new Map<string, V>();
  return {
    get(name) {
      const value = kept.get(name);
      if (value === undefined) return undefined;
      kept.delete(name); // a Map lists its names as they were set
      kept.set(name, value);
      return value;
    },
    set(name, value) {
      kept.delete(name);
      kept.set(name, value);
      if (kept.size <= most) return;
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    },
    delete(name) {
      kept.delete(name);
    },
    clear: () => kept.clear(),
  };
}
