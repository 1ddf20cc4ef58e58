/** A list without rows says so, and what would fill it. */
export const empty = (what: string, filledBy?: string): string =>
  filledBy === undefined ? `No ${what}.` : `No ${what}. One is made by: ${filledBy}`;
