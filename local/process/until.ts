import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MILLISECONDS = 100;

/**
 * Asks again and again until the answer is yes.
 * @param question may throw, which means no
 * @returns whether it ever was, within the time
 */
export async function until(question: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (;;) {
    const yes = await Promise.resolve()
      .then(question)
      .catch(() => false);
    if (yes) return true;
    if (performance.now() >= end) return false;
    await pause(EVERY_MILLISECONDS);
  }
}
