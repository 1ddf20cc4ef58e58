import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant, ROOT, treeFiles } from '../support/plant.ts';
import { runTool } from '../support/run-tool.ts';

const CONFIGURATION = readFileSync(join(ROOT, 'biome.json'), 'utf8').replace(
  '"useIgnoreFile": true',
  '"useIgnoreFile": false',
);

interface Report {
  readonly summary: { readonly unchanged: number; readonly changed: number };
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: string } }[];
}

/** What biome finds in a folder, as `rule: file`, and how many files it read. */
function look(folder: string): { found: string[]; files: number } {
  const { output } = runTool('biome', ['check', '.', '--reporter=json', '--max-diagnostics=none'], folder);
  const { diagnostics, summary } = JSON.parse(
    output.split('\n').find((line) => line.startsWith('{')) ?? output,
  ) as Report;
  return {
    found: diagnostics.map(({ category, location }) => `${category}: ${location.path}`),
    files: summary.unchanged + summary.changed,
  };
}

describe('format and lint', () => {
  it.each([
    { rule: 'format', source: 'export   const a = 1;\n' },
    {
      rule: 'assist/source/organizeImports',
      source: "import { b } from './b.ts';\nimport { a } from './a.ts';\n\nexport const c = a + b;\n",
    },
    { rule: 'lint/suspicious/noExplicitAny', source: 'export const a = (b: any): unknown => b;\n' },
    { rule: 'lint/style/useImportType', source: "import { A } from './a.ts';\n\nexport type B = A;\n" },
    { rule: 'lint/correctness/noUnusedImports', source: "import { a } from './a.ts';\n\nexport const b = 1;\n" },
    { rule: 'lint/correctness/noUnusedVariables', source: 'const a = 1;\n' },
    { rule: 'lint/correctness/noUnusedFunctionParameters', source: 'export const a = (b: number): number => 1;\n' },
    { rule: 'lint/style/noNonNullAssertion', source: 'export const a = (b?: number): number => b!;\n' },
    { rule: 'lint/style/useNodejsImportProtocol', source: "import { join } from 'path';\n\nexport const a = join;\n" },
    { rule: 'lint/style/useThrowOnlyError', source: "export const a = (): never => {\n  throw 'text';\n};\n" },
    { rule: 'lint/style/noDefaultExport', source: 'export default 1;\n' },
    { rule: 'lint/suspicious/noFocusedTests', source: "import { it } from 'vitest';\n\nit.only('a', () => {});\n" },
    { rule: 'lint/suspicious/noSkippedTests', source: "import { it } from 'vitest';\n\nit.skip('a', () => {});\n" },
  ])('sees a planted $rule', ({ rule, source }) => {
    expect(look(plant({ 'biome.json': CONFIGURATION, 'core/planted.ts': source })).found).toStrictEqual([
      `${rule}: core/planted.ts`,
    ]);
  });

  it('hold in the tree, and look at every source file', { timeout: 120_000 }, () => {
    const { found, files } = look(ROOT);
    expect(found).toStrictEqual([]);
    expect(files).toBeGreaterThanOrEqual(treeFiles('*.ts', '*.cjs').length);
    expect(files).toBeGreaterThanOrEqual(1250); // a floor: raise it as the tree grows
  });
});
