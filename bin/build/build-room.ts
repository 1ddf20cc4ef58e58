import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { leanSdk } from './lean-sdk.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Programs that a room starts in threads of their own; found beside its index (adapters/validation/worker-file.ts). */
const WORKERS: { readonly [room: string]: readonly string[] } = {
  control: ['adapters/validation/worker.ts', 'adapters/validation/yaml-worker.ts'],
};

/** The OpenAPI document stays a file beside the code: it is read when somebody asks for it. */
const openapiBeside: Plugin = {
  name: 'openapi-beside',
  setup({ onLoad }) {
    onLoad({ filter: /generated[\\/]openapi\.json$/ }, async ({ path }) => ({
      contents: await readFile(path),
      loader: 'copy',
    }));
  },
};

/** Some packages still ask for Node's own modules as CommonJS does. The name is longer than any that minifying makes. */
const REQUIRE = "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);";

const options = (entryPoints: Record<string, string>): BuildOptions => ({
  absWorkingDir: ROOT,
  entryPoints,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'external',
  metafile: true,
  outdir: 'out',
  entryNames: '[name]',
  chunkNames: 'chunk-[hash]',
  assetNames: '[name]',
  outExtension: { '.js': '.mjs' },
  banner: { js: REQUIRE },
  legalComments: 'none',
  plugins: [leanSdk, openapiBeside],
  write: false,
  logLevel: 'error',
});

/**
 * Bundles one room for Lambda: `index.mjs` with the chunks it loads, and its workers, in `<to>/functions/<room>`.
 * Source maps lie apart in `<to>/maps/<room>`, so that nothing is deployed but what runs.
 */
export async function buildRoom(room: string, to: string): Promise<Metafile> {
  const names = (WORKERS[room] ?? []).map((file) => [basename(file, '.ts'), file]);
  const entries: Record<string, string> = { index: `functions/${room}/index.ts`, ...Object.fromEntries(names) };
  const { outputFiles = [], metafile } = await build(options(entries));
  if (!metafile) throw new Error('no metafile');
  const folder = join(to, 'functions', room);
  await rm(folder, { recursive: true, force: true });
  for (const { path, contents } of outputFiles) {
    const file = join(path.endsWith('.map') ? join(to, 'maps', room) : folder, basename(path));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contents);
  }
  return metafile;
}
