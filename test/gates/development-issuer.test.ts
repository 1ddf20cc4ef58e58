import { globSync } from 'node:fs';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { DEVELOPMENT_ISSUER } from '../../server/dev-issuer/dev-issuer.ts';

/** Files and text of what a function carries with it, our own code alone. */
async function bundle(entry: { readonly file: string } | { readonly source: string }) {
  const { metafile, outputFiles } = await build({
    ...('file' in entry
      ? { entryPoints: [entry.file] }
      : { stdin: { contents: entry.source, resolveDir: process.cwd(), loader: 'ts' } }),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
  return { files: Object.keys(metafile.inputs), text: outputFiles.map(({ text }) => text).join('\n') };
}

const carries = ({ files, text }: Awaited<ReturnType<typeof bundle>>): boolean =>
  files.some((file) => file.startsWith('server/')) || text.includes(DEVELOPMENT_ISSUER);

const entries = globSync('functions/*/*.ts');

describe('no function carries the development issuer', () => {
  it('looks at functions', () => expect(entries.length).toBeGreaterThanOrEqual(15));
  it.each(entries)('%s', async (file) => {
    const found = await bundle({ file });
    expect(found.files.length).toBeGreaterThan(0);
    expect(carries(found)).toBe(false);
  });
  it.each([
    [
      'an import',
      "import { signDevelopmentToken } from './server/dev-issuer/dev-issuer.ts'; console.log(signDevelopmentToken);",
    ],
    ['its name alone', `console.log('${DEVELOPMENT_ISSUER}');`],
    ['a way around', "import { startServer } from './server/start-server.ts'; console.log(startServer);"],
  ])('would be seen by %s', async (_name, source) => expect(carries(await bundle({ source }))).toBe(true));
});
