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

/** A violation of each rule, and the format; what one file breaks beside its rule would show. */
const PLANTED: Readonly<Record<string, string>> = {
  format: 'export   const a = 1;\n',
  'assist/source/organizeImports':
    "import { b } from './b.ts';\nimport { a } from './a.ts';\n\nexport const c = a + b;\n",
  'lint/correctness/noUnusedImports': "import { a } from './a.ts';\n\nexport const b = 1;\n",
  'lint/correctness/noUnusedVariables': 'const a = 1;\n',
  'lint/correctness/noUnusedFunctionParameters': 'export const a = (b: number): number => 1;\n',
  'lint/correctness/noUnusedPrivateClassMembers': 'export class A {\n  #b = 1;\n}\n',
  'lint/style/useImportType': "import { A } from './a.ts';\n\nexport type B = A;\n",
  'lint/style/useExportType': "import type { A } from './a.ts';\n\nexport { A };\n",
  'lint/style/useConst': 'let a = 1;\nexport const b = a;\n',
  'lint/style/noNonNullAssertion': 'export const a = (b?: number): number => b!;\n',
  'lint/style/noEnum': 'export enum A {\n  B = 1,\n}\n',
  'lint/style/noNamespace': 'export namespace A {\n  export const b = 1;\n}\n',
  'lint/style/noParameterProperties': 'export class A {\n  constructor(readonly b: number) {}\n}\n',
  'lint/style/noUselessElse':
    'export function a(b: number): number {\n  if (b > 0) {\n    return 1;\n  } else {\n    return 2;\n  }\n}\n',
  'lint/style/useNodejsImportProtocol': "import { join } from 'path';\n\nexport const a = join;\n",
  'lint/style/useThrowOnlyError': "export const a = (): never => {\n  throw 'text';\n};\n",
  'lint/style/noDefaultExport': 'export default 1;\n',
  'lint/suspicious/noExplicitAny': 'export const a = (b: any): unknown => b;\n',
  'lint/suspicious/noImplicitAnyLet':
    'export function a(b: number): unknown {\n  let c;\n  if (b > 0) c = b;\n  return c;\n}\n',
  'lint/suspicious/noEvolvingTypes': 'export function a(): unknown {\n  let b = null;\n  b = 1;\n  return b;\n}\n',
  'lint/suspicious/noVar': 'export function a(): number {\n  var b = 1;\n  return b;\n}\n',
  'lint/suspicious/noFocusedTests': "import { it } from 'vitest';\n\nit.only('a', () => {});\n",
  'lint/suspicious/noSkippedTests': "import { it } from 'vitest';\n\nit.skip('a', () => {});\n",
};
const fileOf = (rule: string): string => `core/${rule.split('/').at(-1)}.ts`;

describe('format and lint', () => {
  it('sees a planted violation of each rule', () => {
    const files = Object.entries(PLANTED).map(([rule, source]) => [fileOf(rule), source] as const);
    const { found } = look(plant({ 'biome.json': CONFIGURATION, ...Object.fromEntries(files) }));
    const expected = Object.keys(PLANTED).map((rule) => `${rule}: ${fileOf(rule)}`);
    // A `let` without a type evolves as well.
    const both = `lint/suspicious/noEvolvingTypes: ${fileOf('lint/suspicious/noImplicitAnyLet')}`;
    expect(found.toSorted()).toStrictEqual([...expected, both].toSorted());
  });

  it('has a planted violation for every rule that is switched on by name', () => {
    const { linter } = JSON.parse(CONFIGURATION) as {
      linter: { rules: Record<string, Record<string, string> | string> };
    };
    const named = Object.entries(linter.rules).flatMap(([group, rules]) =>
      typeof rules === 'string'
        ? []
        : Object.entries(rules).flatMap(([rule, level]) => (level === 'error' ? `lint/${group}/${rule}` : [])),
    );
    expect(named.length).toBeGreaterThanOrEqual(20);
    expect(named.filter((rule) => !Object.hasOwn(PLANTED, rule))).toStrictEqual([]);
  });

  it('hold in the tree, and look at every source file', { timeout: 120_000 }, () => {
    const { found, files } = look(ROOT);
    expect(found).toStrictEqual([]);
    expect(files).toBeGreaterThanOrEqual(treeFiles('*.ts', '*.cjs').length);
    expect(files).toBeGreaterThanOrEqual(1250); // a floor: raise it as the tree grows
  });
});
