/** First text, in the byte order of UTF-8, behind everything that begins with `prefix`. */
export const endOfPrefix = (prefix: string): string => `${prefix}\u{10ffff}`;
