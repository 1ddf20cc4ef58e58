const BYTES = 64 * 1024;

/** The files of one release, each marked by it from its first byte to its last. */
export const FILES = ['fees.production', 'routes.production'] as const;
export const markedContent = (name: string, mark: number): string => {
  const filler = `${name} ${mark} `;
  return JSON.stringify({ mark, text: filler.repeat(Math.ceil(BYTES / filler.length)) });
};
export const markedRelease = (mark: number): Record<string, string> =>
  Object.fromEntries(FILES.map((name) => [name, markedContent(name, mark)]));
