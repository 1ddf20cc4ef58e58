import type { Files } from '../../agent/ports.ts';

const CHANGES = ['write', 'rename', 'symlink', 'remove', 'makeFolder', 'syncFolder'];
const LOOKS = ['read', 'readLink', 'version', 'list'];
/**
 * Which calls may fail, and how. `refused`: nothing is done. `torn`: a write comes halfway. `unanswered`: it is done,
 * and the answer is an error. `full`: nothing new finds room from then on, and writes come halfway.
 */
export const FAILURES = {
  refused: [...CHANGES, ...LOOKS],
  torn: ['write'],
  unanswered: CHANGES,
  full: ['write', 'symlink', 'makeFolder'],
} as const;
export type Failure = keyof typeof FAILURES;

type Call = (...given: unknown[]) => Promise<unknown>;

/**
 * Files of which one call fails, or all from that one on, as a disk that is broken or full makes it.
 * @param changed told after each call that may have changed what others see
 */
export function failingFiles(files: Files, failAt: number, how: Failure, changed: () => Promise<void>) {
  let calls = 0;
  let calm = false;
  let failed: string | undefined;
  const through = (name: string, call: Call): Call => {
    if (!(FAILURES[how] as readonly string[]).includes(name)) return call;
    return async (...given) => {
      const now = ++calls;
      if (calm || now < failAt || (how !== 'full' && now > failAt)) return call(...given);
      failed ??= name;
      if (how === 'unanswered') await call(...given);
      if (name === 'write' && (how === 'torn' || how === 'full')) await call(...torn(given));
      throw Object.assign(new Error(`${name} fails`), { code: LOOKS.includes(name) ? 'EIO' : 'ENOSPC' });
    };
  };
  const watched = (name: string, call: Call): Call =>
    CHANGES.includes(name) ? (...given) => call(...given).finally(changed) : call;
  const failing = Object.fromEntries(
    Object.entries(files).map(([name, call]) => [name, watched(name, through(name, call as Call))]),
  ) as unknown as Files;
  return {
    files: failing,
    /** Which call failed first, once one has. */
    failed: () => failed,
    /** Nothing fails from here on. */
    heal: () => {
      calm = true;
    },
  };
}

const torn = ([path, bytes, ...more]: readonly unknown[]): unknown[] => {
  if (!(bytes instanceof Uint8Array)) throw new Error('nothing is written');
  return [path, bytes.subarray(0, bytes.length / 2), ...more];
};
