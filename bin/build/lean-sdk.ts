import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Ways to find credentials in files, processes and on the network. A function has its own in the environment. */
const CREDENTIAL_CHAIN = /^@aws-sdk\/credential-provider-node$/;
/** Shapes of every operation of a service, of which we call a handful. */
const SCHEMAS = /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;
/** Read by each client for its version in the user agent, and bundled whole for it. */
const MANIFEST = /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]package\.json$/;

/** Tells browsers apart. */
const BROWSERS = /^bowser$/;

const NO_CHAIN = `export const defaultProvider = () => async () => {
  throw new Error('credentials are handed to every client');
};`;

/**
 * Keeps out of a bundle what the AWS SDK would bring and we never run. Operations are declared with computed keys, for
 * which a bundler must suppose that they do something: here each declaration becomes a call without arguments that is
 * marked pure, so that what nobody names goes, with all its shapes. What remains behaves as before.
 */
export const leanSdk: Plugin = {
  name: 'lean-sdk',
  setup(build) {
    build.onResolve({ filter: CREDENTIAL_CHAIN }, ({ path }) => ({ path, namespace: 'no-chain', sideEffects: false }));
    build.onLoad({ filter: /.*/, namespace: 'no-chain' }, () => ({ contents: NO_CHAIN, loader: 'js' }));
    build.onResolve({ filter: BROWSERS }, ({ path }) => ({ path, namespace: 'no-browsers', sideEffects: false }));
    build.onLoad({ filter: /.*/, namespace: 'no-browsers' }, () => ({ contents: 'export default {};', loader: 'js' }));
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => ({
      contents: pureDeclarations(await readFile(path, 'utf8')),
      loader: 'js',
    }));
    build.onLoad({ filter: MANIFEST }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** `export var Sign$ = […];` → `export var Sign$ = /* pure *​/ (() => […])();` */
export const pureDeclarations = (source: string): string =>
  source.replace(
    /^(export var \w+\$ = )(\[[\s\S]*?\]);$/gm,
    (_, name: string, declared: string) => `${name}/* @__PURE__ */ (() => ${declared})();`,
  );
