/** The program of a thread, beside this module: in the source tree TypeScript, beside a bundle a bundle of its own. */
export const workerFile = (name: string): URL =>
  new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`, import.meta.url);
