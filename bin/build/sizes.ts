import { basename } from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * Bytes of minified JavaScript of one room, without source maps.
 * `first`: what Node loads before the first event: the index and everything it imports, not what it imports later.
 * `all`: that, and every other script of the bundle that is not for threads alone.
 * `workers`: programs of their own in threads, started when somebody sends YAML or a schema.
 */
export interface Sizes {
  readonly first: number;
  readonly all: number;
  readonly workers: number;
}

/** Bytes: a kilobyte is 1,000. */
export const LIMITS = {
  /** What an idle check-in loads. */
  nodeFirst: 100_000,
  all: 500_000,
  workers: 500_000,
} as const;

export function sizesOf({ outputs }: Metafile): Sizes {
  const scripts = new Map(Object.entries(outputs).filter(([path]) => path.endsWith('.mjs')));
  const reach = (from: string, kinds: readonly string[], seen = new Set<string>()): Set<string> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const { path, kind } of scripts.get(from)?.imports ?? [])
      if (scripts.has(path) && kinds.includes(kind)) reach(path, kinds, seen);
    return seen;
  };
  const bytes = (paths: Iterable<string>): number =>
    [...new Set(paths)].reduce((sum, path) => sum + (scripts.get(path)?.bytes ?? 0), 0);
  const entries = [...scripts].flatMap(([path, { entryPoint }]) => (entryPoint ? [path] : []));
  const index = entries.find((path) => basename(path) === 'index.mjs');
  if (!index) throw new Error('a room without an index');
  const ever = ['import-statement', 'dynamic-import'];
  const isWorker = (path: string): boolean => basename(path).endsWith('worker.mjs');
  const loaded = reach(index, ever);
  const threads = new Set(entries.filter(isWorker).flatMap((path) => [...reach(path, ever)]));
  return {
    first: bytes(reach(index, ['import-statement'])),
    all: bytes([...scripts.keys()].filter((path) => loaded.has(path) || !threads.has(path))),
    workers: bytes(threads),
  };
}
