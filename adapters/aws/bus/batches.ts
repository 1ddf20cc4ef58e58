import { CALL_BYTES, CALL_ENTRIES, type Entry, entryBytes } from './entry.ts';

/** Entries in order, cut so that each part is one call's worth. */
export function batches(entries: readonly Entry[]): Entry[][] {
  const cut: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = entryBytes(entry);
    const last = cut.at(-1);
    if (last && last.length < CALL_ENTRIES && bytes <= room) {
      last.push(entry);
      room -= bytes;
    } else {
      cut.push([entry]);
      room = CALL_BYTES - bytes;
    }
  }
  return cut;
}
