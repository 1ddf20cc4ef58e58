import type { Files } from '../../agent/ports.ts';

/** What a kill looks like from inside: nothing of this life happens any more. */
export class Killed extends Error {}

const STEPS = ['write', 'rename', 'symlink', 'remove', 'makeFolder', 'syncFolder'] as const;

/**
 * Files that end the life of whoever uses them at one step: it is done, and nobody hears of it. Every later call
 * fails too.
 */
export function stoppingFiles(files: Files, stopAt: number) {
  let steps = 0;
  let dead = false;
  const guarded = Object.fromEntries(
    Object.entries(files).map(([name, call]) => {
      const counted = (STEPS as readonly string[]).includes(name);
      return [
        name,
        async (...given: unknown[]) => {
          if (dead) throw new Killed();
          if (counted && ++steps === stopAt) {
            dead = true;
            await (call as (...all: unknown[]) => Promise<unknown>)(...given);
            throw new Killed();
          }
          return (call as (...all: unknown[]) => Promise<unknown>)(...given);
        },
      ];
    }),
  ) as unknown as Files;
  return { files: guarded, stopped: () => dead };
}
