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

describe('dead code', () => {
  it('has nothing against code that is used', () => {
    expect(dead(project({}))).toStrictEqual([]);
  });

  it.each<{ name: string; files: Record<string, string>; found: string }>([
    {
      name: 'a file nobody imports',
      files: { 'core/b.ts': 'export const lost = 1;\n' },
      found: 'files: core/b.ts core/b.ts',
    },
    {
      name: 'an export nobody imports',
      files: { 'core/a.ts': 'export const used = (): number => 1;\nexport const lost = 1;\n' },
      found: 'exports: core/a.ts lost',
    },
    {
      name: 'a type nobody imports',
      files: { 'core/a.ts': 'export const used = (): number => 1;\nexport type Lost = 1;\n' },
      found: 'types: core/a.ts Lost',
    },
  ])('sees $name', ({ files, found }) => {
    expect(dead(project(files))).toStrictEqual([found]);
  });

  it('sees a package nobody imports', () => {
    expect(dead(project({}, { dependencies: { semver: '7.8.6' } }))).toStrictEqual([
      'dependencies: package.json semver',
    ]);
  });

  it('sees a package nobody declared', () => {
    const files = { 'core/a.ts': "import semver from 'semver';\nexport const used = (): unknown => semver;\n" };
    expect(dead(project(files))).toStrictEqual(['unlisted: core/a.ts semver']);
  });

  it('there is none in the tree', () => {
    expect(dead(ROOT)).toStrictEqual([]);
  });
});
