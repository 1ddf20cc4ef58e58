import { relative } from 'node:path';
import type { CoverageOptions, Reporter } from 'vitest/node';

/** Lines of the product that `npm test` must run, per cent. */
export const LINES_PERCENT = 90;

/**
 * What `npm test` measures: every source file but the tests themselves, merged over the workers of the runner and all
 * programs and threads that they start. A file that no process loaded counts with all its lines as not run.
 * A process that was killed (SIGKILL) tells nothing.
 */
export const COVERAGE: CoverageOptions = {
  provider: 'v8',
  autoAttachSubprocess: true,
  include: ['**/*.{ts,cjs,mjs}'],
  exclude: ['test/**'],
  reporter: ['json-summary'],
  thresholds: { lines: LINES_PERCENT },
};

/** Floors of single folders, so that what is easy to test does not hide what is not: raise them as they grow. */
export const FLOORS: CoverageOptions['thresholds'] = {
  'core/**': { lines: 98 },
  'usecases/**': { lines: 98 },
  'agent/**': { lines: 97 },
  'schemas/**': { lines: 96 },
  'server/**': { lines: 96 },
  'cli/**': { lines: 95 },
  'adapters/**': { lines: 94 },
  'functions/**': { lines: 90 },
  'lib/**': { lines: 99 },
};

/** The part of an istanbul coverage map that is read here. */
interface CoverageMap {
  files(): string[];
  fileCoverageFor(file: string): {
    toSummary(): { readonly lines: { readonly total: number; readonly covered: number } };
  };
}

/** Prints one row for each folder at the top: how many of its lines ran. */
export class FolderReporter implements Reporter {
  private readonly write: (text: string) => void;

  constructor(write: (text: string) => void = (text) => void process.stdout.write(text)) {
    this.write = write;
  }

  onCoverage(coverage: unknown): void {
    const map = coverage as CoverageMap;
    const folders = new Map<string, { covered: number; total: number; files: number }>();
    const all = { covered: 0, total: 0, files: 0 };
    for (const file of map.files()) {
      const path = relative(process.cwd(), file).replaceAll('\\', '/');
      const folder = path.includes('/') ? `${path.split('/')[0]}/` : '(root)';
      const row = folders.get(folder) ?? { covered: 0, total: 0, files: 0 };
      folders.set(folder, row);
      const { lines } = map.fileCoverageFor(file).toSummary();
      for (const sum of [row, all]) {
        sum.covered += lines.covered;
        sum.total += lines.total;
        sum.files += 1;
      }
    }
    const rows = [...folders].toSorted(([a], [b]) => a.localeCompare(b));
    this.write(`\nLines run by any process (at least ${LINES_PERCENT} % of all)\n`);
    for (const [name, { covered, total, files }] of [...rows, ['all', all] as const]) {
      const percent = total === 0 ? '' : ((100 * covered) / total).toFixed(1);
      this.write(
        `  ${name.padEnd(16)}${percent.padStart(6)} %${`${covered}/${total}`.padStart(14)} lines${String(files).padStart(6)} files\n`,
      );
    }
  }
}
