/** What a custom counter stands at; `constructor` is a name like any other, and no member of every object. */
export const counterOf = (counters: { readonly [name: string]: number } | undefined, name: string): number =>
  counters !== undefined && Object.hasOwn(counters, name) ? (counters[name] ?? 0) : 0;
