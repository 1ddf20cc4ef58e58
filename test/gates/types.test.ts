import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant, ROOT, treeFiles } from '../support/plant.ts';
import { runTool } from '../support/run-tool.ts';

const CONFIGURATION = readFileSync(join(ROOT, 'tsconfig.json'), 'utf8');

const check = (folder: string, ...more: string[]): { status: number; output: string } =>
  runTool('tsc', ['--noEmit', '--pretty', 'false', '-p', folder, ...more]);

/** The declarations of the CDK alone take a busy machine a minute. */
const WHOLE_TREE_MS = 180_000;

/** For each compiler option that forbids something, what it forbids. */
const BREACHES: Readonly<Record<string, { readonly code: string; readonly source: string }>> = {
  strict: { code: 'TS2322', source: 'export const count: number = null;' },
  noUncheckedIndexedAccess: {
    code: 'TS2322',
    source: 'export const first = (all: readonly number[]): number => all[0];',
  },
  noImplicitReturns: { code: 'TS7030', source: 'export function sign(n: number) { if (n > 0) return 1; }' },
  noImplicitOverride: {
    code: 'TS4114',
    source: 'class A { a(): number { return 1; } }\nexport class B extends A { a(): number { return 2; } }',
  },
  noFallthroughCasesInSwitch: {
    code: 'TS7029',
    source:
      'export function f(n: number): number { let m = 0; switch (n) { case 1: m = 1; case 2: m = 2; } return m; }',
  },
  allowUnreachableCode: { code: 'TS7027', source: 'export function f(): number { return 1; f(); }' },
  erasableSyntaxOnly: { code: 'TS1294', source: 'export enum Colour { Red }' },
  verbatimModuleSyntax: {
    code: 'TS1484',
    source: "import { Leaf } from './leaf.ts';\nexport const seen = (leaf: Leaf): Leaf => leaf;",
  },
  isolatedModules: { code: 'TS1205', source: "export { Leaf } from './leaf.ts';" },
  moduleResolution: { code: 'TS2835', source: "export { leaf } from './leaf';" },
  lib: { code: 'TS2584', source: 'export const title = document.title;' },
};
/** They allow, name or place something; nothing breaks them. */
const HARMLESS = [
  'noPropertyAccessFromIndexSignature',
  'exactOptionalPropertyTypes',
  'allowImportingTsExtensions',
  'resolveJsonModule',
  'noEmit',
  'module',
  'target',
  'types',
  'skipLibCheck',
];

describe('types', () => {
  it('sees a planted breach of each option', () => {
    const planted = Object.entries(BREACHES).map(([option, { source }]) => [`core/${option}.ts`, `${source}\n`]);
    const { status, output } = check(
      plant({
        'tsconfig.json': CONFIGURATION,
        'package.json': '{ "type": "module" }',
        'core/leaf.ts': 'export type Leaf = number;\nexport const leaf = 1;\n',
        'core/implicit.ts': 'export const same = (x) => x;\n',
        ...Object.fromEntries(planted),
      }),
    );
    const found = [...output.matchAll(/core\/(\w+)\.ts\(.*: error (TS\d+)/g)].map(
      ([, file, code]) => `${file}: ${code}`,
    );
    const expected = Object.entries(BREACHES).map(([option, { code }]) => `${option}: ${code}`);
    expect(found.toSorted()).toStrictEqual([...expected, 'implicit: TS7006'].toSorted());
    expect(status).not.toBe(0);
  });

  it('has a planted breach for every option that the tree is checked with', () => {
    const { compilerOptions } = JSON.parse(CONFIGURATION) as { compilerOptions: object };
    expect([...Object.keys(BREACHES), ...HARMLESS].toSorted()).toStrictEqual(Object.keys(compilerOptions).toSorted());
  });

  it('hold in the tree, and are checked in every source file', { timeout: WHOLE_TREE_MS }, () => {
    const { status, output } = check(ROOT, '--listFiles');
    const looked = new Set(output.split('\n'));
    const files = treeFiles('*.ts').map((file) => join(ROOT, file));
    const said = output.split('\n').filter((line) => / error TS\d+/.test(line));
    expect({ status, said }).toStrictEqual({ status: 0, said: [] });
    expect(files.filter((file) => !looked.has(file))).toStrictEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(1250); // a floor: raise it as the tree grows
  });
});
