/** Branches of decide that only a mistake elsewhere could reach: `file text` → why they are there. */
export const UNREACHABLE: ReadonlyMap<string, string> = new Map([]);
