import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant, ROOT, treeFiles } from '../support/plant.ts';
import { runTool } from '../support/run-tool.ts';

const CONFIGURATION = readFileSync(join(ROOT, 'tsconfig.json'), 'utf8');

const check = (folder: string): { status: number; output: string } =>
  runTool('tsc', ['--noEmit', '--pretty', 'false', '-p', folder]);

/** The declarations of the CDK alone take a busy machine a minute. */
const WHOLE_TREE_MS = 180_000;

describe('types', () => {
  it.each([
    { rule: 'strict', code: 'TS2322', source: 'export const count: number = null;' },
    { rule: 'no implicit any', code: 'TS7006', source: 'export const same = (x) => x;' },
    {
      rule: 'noUncheckedIndexedAccess',
      code: 'TS2322',
      source: 'export const first = (all: readonly number[]): number => all[0];',
    },
    {
      rule: 'noImplicitReturns',
      code: 'TS7030',
      source: 'export function sign(n: number) { if (n > 0) return 1; }',
    },
    { rule: 'erasableSyntaxOnly', code: 'TS1294', source: 'export enum Colour { Red }' },
    {
      rule: 'verbatimModuleSyntax',
      code: 'TS1484',
      source: "import { Leaf } from './leaf.ts';\nexport const seen = (leaf: Leaf): Leaf => leaf;",
    },
    { rule: 'imports name the file', code: 'TS2835', source: "export { leaf } from './leaf';" },
  ])('sees a planted breach of $rule', ({ code, source }) => {
    const folder = plant({
      'tsconfig.json': CONFIGURATION,
      'package.json': '{ "type": "module" }',
      'core/leaf.ts': 'export type Leaf = number;\nexport const leaf = 1;\n',
      'core/a.ts': `${source}\n`,
    });
    const { status, output } = check(folder);
    expect(output).toContain(`error ${code}`);
    expect(output).toContain('core/a.ts');
    expect(status).not.toBe(0);
  });

  it('hold in the tree', { timeout: WHOLE_TREE_MS }, () => {
    expect(check(ROOT)).toStrictEqual({ status: 0, output: '' });
  });

  it('are checked in every source file', { timeout: WHOLE_TREE_MS }, () => {
    const looked = runTool('tsc', ['--noEmit', '-p', ROOT, '--listFilesOnly']).output.split('\n');
    const files = treeFiles('*.ts');
    expect(files.filter((file) => !looked.includes(join(ROOT, file)))).toStrictEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(1250); // a floor: raise it as the tree grows
  });
});
