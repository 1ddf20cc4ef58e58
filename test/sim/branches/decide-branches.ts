import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/** A stretch of a decide function that runs as a whole or not at all. */
export interface Branch {
  /** From the root of the tree. */
  readonly file: string;
  readonly line: number;
  /** The source line it begins on. */
  readonly source: string;
  /** What it is, on one line. */
  readonly text: string;
  readonly count: number;
}

const ROOT = new URL('../../../', import.meta.url).href;
const DECIDES = /^core\/(?:[\w-]+\/)+decide(?:-[\w-]+)?\.ts$/;
const SHOWN = 90;

/**
 * Begins to count how often every branch of every `decide` in core/ runs, by the engine's own block counts, so that
 * none can be forgotten. To be called before the product is loaded; needs Node's own type stripping, which moves nothing.
 * @returns ends the counting and answers the counts; a branch that always runs with the one around it is part of that one
 */
export async function countBranches(): Promise<() => Promise<Branch[]>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    session.disconnect();
    return result.flatMap(({ url, functions }) => {
      const file = url.startsWith(ROOT) ? url.slice(ROOT.length) : '';
      if (!DECIDES.test(file)) return [];
      const source = readFileSync(fileURLToPath(url), 'utf8');
      // The first range is the module itself, which runs once.
      return functions.slice(1).flatMap(({ ranges }) => ranges.map((range) => branchOf(file, source, range)));
    });
  };
}

function branchOf(
  file: string,
  source: string,
  { startOffset, endOffset, count }: { startOffset: number; endOffset: number; count: number },
): Branch {
  const text = source.slice(startOffset, endOffset).trim().replace(/\s+/g, ' ').slice(0, SHOWN);
  const begin = startOffset + (source.slice(startOffset).length - source.slice(startOffset).trimStart().length);
  const line = source.slice(0, begin).split('\n').length;
  return { file, line, source: source.split('\n')[line - 1]?.trim() ?? '', text, count };
}

/** Adds up what several processes counted. */
export function addBranches(counts: readonly (readonly Branch[])[]): Branch[] {
  const sums = new Map<string, Branch>();
  for (const branch of counts.flat()) {
    const name = `${branch.file}:${branch.line} ${branch.text}`;
    sums.set(name, { ...branch, count: branch.count + (sums.get(name)?.count ?? 0) });
  }
  return [...sums.values()];
}
