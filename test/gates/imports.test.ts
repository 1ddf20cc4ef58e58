import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import configuration, { MAY_SEE } from '../../dependency-cruiser.config.ts';
import { plant, ROOT, treeFiles } from '../support/plant.ts';

async function look(folder: string): Promise<{ broken: string[]; modules: string[] }> {
  const { output } = await cruise(['.'], {
    ...configuration.options,
    validate: true,
    ruleSet: { forbidden: configuration.forbidden ?? [] },
    baseDir: folder,
  });
  const { modules, summary } = output as ICruiseResult;
  return {
    broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).toSorted(),
    modules: modules.map(({ source }) => source).filter((source) => /\.(?:ts|cjs)$/.test(source)),
  };
}

/** Top-level folders of these source files that the import table does not know. */
const withoutRow = (files: readonly string[]): string[] =>
  [...new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? ''))].filter(
    (folder) => !Object.hasOwn(MAY_SEE, folder),
  );

const leaf = 'export const leaf = 1;\n';
const sees = (path: string): string => `import { leaf } from '${path}';\nexport const seen = leaf;\n`;
const seesType = (path: string): string => `import type { Leaf } from '${path}';\nexport type Seen = Leaf;\n`;
const pair = (from: string, to: string): Record<string, string> => ({
  [`${from}/a.ts`]: sees(`${'../'.repeat(from.split('/').length)}${to}/b.ts`),
  [`${to}/b.ts`]: leaf,
});

interface Planted {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly broken: readonly unknown[];
}

const layerPairs = Object.entries(MAY_SEE).flatMap(([from, seen]) =>
  seen === 'everything'
    ? []
    : Object.keys(MAY_SEE)
        .filter((to) => to !== from && !seen.includes(to))
        .map((to) => ({ from, to })),
);

/** Other rules, a violation each. */
const PLANTED: readonly Planted[] = [
  {
    name: 'a type import that reaches up',
    files: { 'core/a.ts': seesType('../usecases/b.ts'), 'usecases/b.ts': 'export type Leaf = 1;\n' },
    broken: ['core-sees-too-much: core/a.ts → usecases/b.ts'],
  },
  {
    name: 'a re-export that reaches up',
    files: { 'schemas/a.ts': "export { leaf } from '../core/b.ts';\n", 'core/b.ts': leaf },
    broken: ['schemas-sees-too-much: schemas/a.ts → core/b.ts'],
  },
  {
    name: 'a folder without a row',
    files: pair('stray', 'core'),
    broken: ['folder-without-a-row: stray/a.ts → core/b.ts'],
  },
  {
    name: 'core that touches the machine',
    files: { 'core/noun/a.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n" },
    broken: ['core-touches-the-machine: core/noun/a.ts → fs'],
  },
  {
    name: 'core outside integrity that hashes by itself',
    files: { 'core/noun/a.ts': "import { createHash } from 'node:crypto';\nexport const hash = createHash;\n" },
    broken: ['core-touches-the-machine: core/noun/a.ts → crypto'],
  },
  {
    name: 'integrity that reads files',
    files: { 'core/integrity/a.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n" },
    broken: ['integrity-needs-only-crypto: core/integrity/a.ts → fs'],
  },
  {
    name: 'one trust boundary that reaches into another',
    files: pair('functions/control', 'functions/node'),
    broken: ['functions-keep-to-their-room: functions/control/a.ts → functions/node/b.ts'],
  },
  {
    name: 'the live wiring of a function that reaches for a file system',
    files: {
      'functions/node/index.ts': sees('../../adapters/embedded/b.ts'),
      'adapters/embedded/b.ts': leaf,
    },
    broken: ['live-wiring-sees-too-much: functions/node/index.ts → adapters/embedded/b.ts'],
  },
  {
    name: 'a handler that knows the cloud',
    files: { 'functions/node/handler.ts': sees('../../adapters/aws/b.ts'), 'adapters/aws/b.ts': leaf },
    broken: ['functions-sees-too-much: functions/node/handler.ts → adapters/aws/b.ts'],
  },
  {
    name: 'live wiring of two rooms in one',
    files: { 'functions/node/index.ts': sees('../control/b.ts'), 'functions/control/b.ts': leaf },
    broken: ['functions-keep-to-their-room: functions/node/index.ts → functions/control/b.ts'],
  },
  {
    name: 'a stack that reaches into a function',
    files: pair('lib', 'functions/control'),
    broken: ['lib-sees-environments-only: lib/a.ts → functions/control/b.ts'],
  },
  {
    name: 'a stack that runs what reads an environment',
    files: { 'lib/a.ts': sees('../functions/control/env.ts'), 'functions/control/env.ts': leaf },
    broken: ['lib-sees-types-only: lib/a.ts → functions/control/env.ts'],
  },
  {
    name: 'one set of adapters that uses the other',
    files: pair('adapters/aws', 'adapters/embedded'),
    broken: ['adapters-keep-apart: adapters/aws/a.ts → adapters/embedded/b.ts'],
  },
  {
    name: 'a cycle',
    files: {
      'core/a.ts': "import { b } from './b.ts';\nexport const a = (): unknown => b;\n",
      'core/b.ts': "import { a } from './a.ts';\nexport const b = (): unknown => a;\n",
    },
    broken: ['cycle: core/a.ts → core/b.ts'],
  },
  {
    name: 'an import of nothing',
    files: { 'bin/a.ts': sees('./nowhere.ts') },
    broken: ['unresolvable: bin/a.ts → ./nowhere.ts'],
  },
  {
    name: 'a development package in the product',
    files: {
      'package.json': '{ "devDependencies": { "fast-check": "4.10.2" } }',
      'cli/a.ts': "import fc from 'fast-check';\nexport const law = fc.assert;\n",
    },
    broken: [expect.stringMatching(/^development-package-in-product: cli\/a\.ts → /)],
  },
  {
    name: 'the AWS SDK on a node',
    files: {
      'agent/a.ts':
        "import { S3Client } from './node_modules/@aws-sdk/client-s3/index.ts';\nexport const s3 = S3Client;\n",
      'agent/node_modules/@aws-sdk/client-s3/index.ts': 'export const S3Client = 1;\n',
    },
    broken: [expect.stringMatching(/^outside-the-cloud: agent\/a\.ts → /)],
  },
  {
    name: 'the AWS SDK in what an idle check-in loads, by a way round',
    files: {
      'adapters/aws/lean/a.ts': sees('../tables/b.ts'),
      'adapters/aws/tables/b.ts': "export { leaf } from '../node_modules/@aws-sdk/client-x/index.ts';\n",
      'adapters/aws/node_modules/@aws-sdk/client-x/index.ts': leaf,
    },
    broken: [expect.stringMatching(/^lean-parts-carry-no-sdk: adapters\/aws\/lean\/a\.ts → /)],
  },
];

describe('who imports whom', () => {
  it('sees each folder reach into each that it may not see', async () => {
    expect(layerPairs.length).toBeGreaterThan(90);
    const files = layerPairs.map(({ from, to }) => [`${from}/into-${to}.ts`, sees(`../${to}/leaf.ts`)] as const);
    const leaves = Object.keys(MAY_SEE).map((folder) => [`${folder}/leaf.ts`, leaf] as const);
    const { broken } = await look(plant(Object.fromEntries([...files, ...leaves])));
    expect(broken).toStrictEqual(
      layerPairs.map(({ from, to }) => `${from}-sees-too-much: ${from}/into-${to}.ts → ${to}/leaf.ts`).toSorted(),
    );
  });

  it.each(PLANTED)('sees $name', async ({ files, broken }) => {
    expect((await look(plant(files))).broken).toStrictEqual(broken);
  });

  it('has a planted violation for every rule', () => {
    const rules = (configuration.forbidden ?? []).map(({ name }) => name ?? '');
    const shown = JSON.stringify([
      PLANTED.map(({ broken }) =>
        broken.map((each) => (typeof each === 'string' ? each : Reflect.get(Object(each), 'sample').source)),
      ),
      layerPairs.map(({ from }) => `${from}-sees-too-much:`),
    ]);
    expect(rules.length).toBeGreaterThanOrEqual(20);
    expect(rules.filter((rule) => !shown.includes(`${rule}:`))).toStrictEqual([]);
  });

  it.each([
    pair('core', 'schemas'),
    pair('functions/node', 'functions/shared'),
    pair('server', 'functions/node'),
    { 'functions/node/index.ts': sees('../../adapters/aws/b.ts'), 'adapters/aws/b.ts': leaf },
    { 'functions/control/index.ts': sees('../../adapters/validation/b.ts'), 'adapters/validation/b.ts': leaf },
    { 'lib/a.ts': seesType('../functions/node/env.ts'), 'functions/node/env.ts': 'export type Leaf = 1;\n' },
    pair('bin', 'agent'),
    pair('test/core', 'core'),
    { 'core/integrity/a.ts': "import { createHash } from 'node:crypto';\nexport const hash = createHash;\n" },
  ])('has nothing against an import the table allows: %o', async (files) => {
    expect((await look(plant(files))).broken).toStrictEqual([]);
  });

  it('sees a top-level folder without a row even if it imports nothing', () => {
    expect(withoutRow(['stray/a.ts', 'core/b.ts', 'vitest.config.ts'])).toStrictEqual(['stray']);
  });

  it('every top-level folder with source has a row', () => {
    expect(withoutRow(treeFiles('*.ts', '*.cjs', '*.mjs', '*.js'))).toStrictEqual([]);
  });

  it('holds in the tree, and looks at every source file', { timeout: 120_000 }, async () => {
    const { broken, modules } = await look(ROOT);
    expect(broken).toStrictEqual([]);
    const files = treeFiles('*.ts', '*.cjs');
    expect(files.filter((file) => !modules.includes(file))).toStrictEqual([]);
    expect(modules.length).toBeGreaterThanOrEqual(1250); // a floor: raise it as the tree grows
  });
});
