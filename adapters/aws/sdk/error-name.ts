/** The code of a service's answer (`NoSuchKey`), or the name of whatever else was thrown. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : '');
