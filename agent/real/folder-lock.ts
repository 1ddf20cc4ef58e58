import { readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Start of a process in clock ticks since boot: tells a process from a later one with the same number. */
function startedAt(pid: number): string {
  try {
    // The name in brackets may hold spaces: counted from behind it, the start is field 20.
    return (
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19] ?? ''
    );
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'EPERM';
  }
}

/**
 * Takes a folder for this process. A lock whose owner is gone, killed or of before a reboot, is taken over.
 * @returns a function that gives it back, undefined when a living process holds it
 */
export async function lockFolder(dir: string): Promise<(() => Promise<void>) | undefined> {
  const path = join(dir, 'agent.lock');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) }));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'EEXIST') throw error;
      if (await isHeld(path)) return undefined;
      await rm(path, { force: true });
    }
  }
  return undefined;
}

async function isHeld(path: string): Promise<boolean> {
  try {
    const { pid, startedAt: since } = JSON.parse(await readFile(path, 'utf8')) as { pid: number; startedAt: string };
    return isAlive(pid) && startedAt(pid) === since;
  } catch {
    return false; // cut off by a kill between making and filling it
  }
}
