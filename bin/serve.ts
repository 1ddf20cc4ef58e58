import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { initRoot, newRootKey } from '../cli/trust/root-file.ts';
import { IssuerConfigs } from '../functions/control/issuer-config.ts';
import { refusedExposure } from '../server/exposure.ts';
import { startServer } from '../server/start-server.ts';

/** What scripts may rely on. */
const EXIT = { failed: 1, usage: 2, directoryInUse: 3, addressTaken: 4 } as const;

interface Options {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly json?: true;
  readonly issuers?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly insecureHttp?: true;
  readonly developmentTokens?: true;
}

const portNumber = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('a port is 0 to 65535; 0 = any free one');
};
const option = (flags: string, variable: string, description: string): Option =>
  new Option(flags, description).env(variable);

const options: Options = new Command('serve')
  .description('Serve the embedded control plane: one process, one directory.')
  .addOption(option('--port <n>', 'PLUMB_PORT', '0 = any free one').argParser(portNumber).default(8080))
  .addOption(
    option('--host <address>', 'PLUMB_HOST', 'others than loopback need TLS and issuers, or explicit flags').default(
      '127.0.0.1',
    ),
  )
  .addOption(option('--data <dir>', 'PLUMB_DATA', 'where all state is kept').default('.plumb'))
  .addOption(option('--json', 'PLUMB_JSON', 'print one line {"url","data","pid"} once ready'))
  .addOption(option('--issuers <file>', 'PLUMB_ISSUERS', 'OpenID Connect issuers of people’s tokens, JSON'))
  .addOption(option('--tls-cert <file>', 'PLUMB_TLS_CERT', 'certificate chain, PEM'))
  .addOption(option('--tls-key <file>', 'PLUMB_TLS_KEY', 'private key, PEM'))
  .addOption(option('--insecure-http', 'PLUMB_INSECURE_HTTP', 'listen without TLS although others can reach it'))
  .addOption(
    option(
      '--development-tokens',
      'PLUMB_DEVELOPMENT_TOKENS',
      'believe development tokens although others can reach it',
    ),
  )
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride((stop) => process.exit(stop.exitCode === 0 ? 0 : EXIT.usage))
  .parse()
  .opts();

const fail = (code: number, message: string): never => {
  process.stderr.write(`plumbline: ${message}\n`);
  process.exit(code);
};

async function serve(): Promise<void> {
  const tls =
    options.tlsCert && options.tlsKey
      ? { cert: readFileSync(options.tlsCert, 'utf8'), key: readFileSync(options.tlsKey, 'utf8') }
      : undefined;
  const issuers = options.issuers ? IssuerConfigs.parse(JSON.parse(readFileSync(options.issuers, 'utf8'))) : [];
  const refused = refusedExposure({
    host: options.host,
    tls: tls !== undefined,
    oidc: issuers.length > 0,
    insecureHttp: options.insecureHttp === true,
    developmentTokens: options.developmentTokens === true,
  });
  if (refused) fail(EXIT.usage, refused);
  const dataDir = resolve(options.data);
  const server = await startServer({
    host: options.host,
    port: options.port,
    ...(tls ? { tls } : {}),
    dataDir,
    issuers,
    developmentTokens: options.developmentTokens === true,
    rootHand: { newRootKey, initRoot },
    environment: process.env,
  });
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(EXIT.failed); // asked twice: do not wait for anybody
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  if (server.rootKeyPath)
    process.stderr.write(
      `Made a first trust root. Its key is ${server.rootKeyPath}: move it to a safe place, the server never needs it.\n`,
    );
  if (options.json)
    process.stdout.write(`${JSON.stringify({ url: server.origin, data: dataDir, pid: process.pid })}\n`);
  else process.stdout.write(greeting(server.origin, dataDir, server.developmentTokens));
}

const greeting = (url: string, dataDir: string, developmentTokens: boolean): string =>
  [
    `Plumbline serves ${url}/api/v1`,
    `State is in       ${dataDir}`,
    ...(developmentTokens ? [`A token:          npx plumb token --role admin --data ${dataDir}`] : []),
    '',
  ].join('\n');

const codeOf = (error: unknown): number => {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  if (/in use by another process/.test(message)) return EXIT.directoryInUse;
  return code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL' ? EXIT.addressTaken : EXIT.failed;
};
await serve().catch((error: unknown) => fail(codeOf(error), error instanceof Error ? error.message : String(error)));
