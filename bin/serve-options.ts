import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { type IssuerConfig, IssuerConfigs } from '../functions/control/issuer-config.ts';
import { refusedExposure } from '../server/exposure.ts';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly json: boolean;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly issuers: readonly IssuerConfig[];
  readonly developmentTokens: boolean;
  /** Settings, with what flags say laid over. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Given {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly json?: boolean;
  readonly witness?: string;
  readonly issuers?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly insecureHttp?: boolean;
  readonly developmentTokens?: boolean;
}

const portNumber = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('a port is 0 to 65535; 0 = any free one');
};
const valued = (flags: string, variable: string, description: string): Option =>
  new Option(flags, description).env(variable);

const command = new Command('serve')
  .description('Serve the embedded control plane: one process, one directory.')
  .addOption(valued('--port <n>', 'PLUMB_PORT', '0 = any free one').argParser(portNumber).default(8080))
  .addOption(
    valued('--host <address>', 'PLUMB_HOST', 'beyond loopback: TLS and issuers, or flags').default('127.0.0.1'),
  )
  .addOption(valued('--data <dir>', 'PLUMB_DATA', 'where all state is kept').default('.plumb'))
  .addOption(valued('--witness <dir>', 'PLUMB_WITNESS', 'keep the newest checkpoint here: best on another disk'))
  .addOption(valued('--issuers <file>', 'PLUMB_ISSUERS', 'OpenID Connect issuers of people’s tokens, JSON'))
  .addOption(valued('--tls-cert <file>', 'PLUMB_TLS_CERT', 'certificate chain, PEM'))
  .addOption(valued('--tls-key <file>', 'PLUMB_TLS_KEY', 'private key, PEM'))
  .option('--json', 'print one line {"url","data","pid"} once ready (PLUMB_JSON=1)')
  .option('--insecure-http', 'no TLS although others can reach it (PLUMB_INSECURE_HTTP=1)')
  .option('--development-tokens', 'believe them although others can reach it (PLUMB_DEVELOPMENT_TOKENS=1)');

const isOn = (given: boolean | undefined, variable: string): boolean => given ?? process.env[variable] === '1';

/**
 * Flags, and the environment where a flag is not given. Says what is wrong and ends the process with `usageExit`
 * before anything is opened or made.
 */
export function readServeOptions(usageExit: number): ServeOptions {
  const given: Given = command
    .exitOverride((stop) => process.exit(stop.exitCode === 0 ? 0 : usageExit))
    .parse()
    .opts();
  const refuse = (message: string): never => command.error(`error: ${message}`);
  if ((given.tlsCert === undefined) !== (given.tlsKey === undefined)) refuse('--tls-cert and --tls-key go together');
  const tls =
    given.tlsCert && given.tlsKey ? { cert: read(given.tlsCert, refuse), key: read(given.tlsKey, refuse) } : undefined;
  const issuers = given.issuers ? readIssuers(read(given.issuers, refuse), refuse) : [];
  const developmentTokens = isOn(given.developmentTokens, 'PLUMB_DEVELOPMENT_TOKENS');
  const insecureHttp = isOn(given.insecureHttp, 'PLUMB_INSECURE_HTTP');
  const { host, port, data } = given;
  const exposure = { host, tls: tls !== undefined, oidc: issuers.length > 0, insecureHttp, developmentTokens };
  const refused = refusedExposure(exposure);
  if (refused) refuse(refused);
  const json = isOn(given.json, 'PLUMB_JSON');
  const environment = { ...process.env, PLUMB_WITNESS: given.witness && resolve(given.witness) };
  return { port, host, dataDir: resolve(data), json, ...(tls ? { tls } : {}), issuers, developmentTokens, environment };
}

function read(path: string, refuse: (message: string) => never): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function readIssuers(text: string, refuse: (message: string) => never): readonly IssuerConfig[] {
  try {
    return IssuerConfigs.parse(JSON.parse(text));
  } catch (error) {
    return refuse(`--issuers: ${error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message}`);
  }
}
