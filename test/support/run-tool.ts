import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './plant.ts';

/**
 * Runs an installed command-line tool to its end.
 * @param cwd folder it looks at; the tool itself always comes from this checkout
 * @param more added to the environment
 * @returns its exit status, and standard output and error together
 */
export function runTool(
  tool: string,
  args: readonly string[],
  cwd: string = ROOT,
  more: Readonly<Record<string, string>> = {},
): { status: number; output: string } {
  const { status, stdout, stderr, error } = spawnSync(join(ROOT, 'node_modules/.bin', tool), args, {
    cwd,
    encoding: 'utf8',
    // A tool is not the product: what it runs is not collected.
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', NODE_V8_COVERAGE: '', ...more },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status: status ?? 1, output: stdout + stderr };
}
