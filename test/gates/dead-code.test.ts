import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant, ROOT } from '../support/plant.ts';
import { runTool } from '../support/run-tool.ts';

const CONFIGURATION = readFileSync(join(ROOT, 'knip.json'), 'utf8');

interface Finding {
  readonly file: string;
  readonly [kind: string]: unknown;
}

/** What knip finds in a folder, as `kind: file name`. */
function dead(folder: string): string[] {
  const { output } = runTool('knip', [
    '--directory',
    folder,
    '--reporter',
    'json',
    '--no-progress',
    '--no-config-hints',
  ]);
  const { issues } = JSON.parse(output.slice(output.indexOf('{'))) as { issues: Finding[] };
  return issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      Array.isArray(found) ? found.map(({ name }: { name: string }) => `${kind}: ${file} ${name}`) : [],
    ),
  );
}

const project = (more: Record<string, string>, manifest: object = {}): string =>
  plant({
    'package.json': JSON.stringify({ name: 'planted', type: 'module', ...manifest }),
    'knip.json': CONFIGURATION,
    'bin/serve.ts': "import { used } from '../core/a.ts';\nused();\n",
    'core/a.ts': 'export const used = (): number => 1;\n',
    ...more,
  });

/** One violation of each kind: files of a project, and what is found of them. */
const PLANTED: readonly { readonly files: Record<string, string>; readonly found: string }[] = [
  { files: { 'core/lost.ts': 'export const lost = 1;\n' }, found: 'files: core/lost.ts core/lost.ts' },
  { files: { 'core/b.ts': 'export const b = 1;\nexport const lost = 1;\n' }, found: 'exports: core/b.ts lost' },
  { files: { 'core/c.ts': 'export const c = 1;\nexport type Lost = 1;\n' }, found: 'types: core/c.ts Lost' },
  {
    files: { 'core/d.ts': 'export const d = 1;\nexport { d as twice };\n' },
    found: 'exports: core/d.ts twice',
  },
  {
    files: { 'core/e.ts': "import semver from 'semver';\nexport const e = semver;\n" },
    found: 'unlisted: core/e.ts semver',
  },
  {
    files: { 'core/f.ts': "import { nowhere } from './nowhere.ts';\nexport const f = nowhere;\n" },
    found: 'unresolved: core/f.ts ./nowhere.ts',
  },
];

describe('dead code', () => {
  it('has nothing against code that is used', () => {
    expect(dead(project({}))).toStrictEqual([]);
  });

  it('sees what nobody imports, declares twice, did not declare or cannot find', () => {
    const files = Object.assign({}, ...PLANTED.map((planted) => planted.files)) as Record<string, string>;
    const used = Object.keys(files)
      .filter((file) => file !== 'core/lost.ts')
      .map((file) => file.slice(5, 6));
    const serve = used.map((name) => `import { ${name} } from '../core/${name}.ts';\n`).join('');
    const called = `used(${used.join(', ')});\n`;
    const manifest = { dependencies: { zod: '4.6.7' }, scripts: { a: 'no-such-program' } };
    const found = dead(
      project(
        {
          ...files,
          'core/a.ts': 'export const used = (...all: unknown[]): number => all.length;\n',
          'bin/serve.ts': `import { used } from '../core/a.ts';\n${serve}${called}`,
        },
        manifest,
      ),
    );
    expect(found.toSorted()).toStrictEqual(
      [
        ...PLANTED.map((planted) => planted.found),
        'binaries: package.json no-such-program',
        'dependencies: package.json zod',
      ].toSorted(),
    );
  });

  it('there is none in the tree', { timeout: 120_000 }, () => {
    expect(dead(ROOT)).toStrictEqual([]);
  });
});
