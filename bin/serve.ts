import { flushCompileCache } from 'node:module';
import { initRoot, newRootKey } from '../cli/trust/root-file.ts';
import { startServer } from '../server/start-server.ts';
import { readServeOptions } from './serve-options.ts';

/** What scripts may rely on. */
const EXIT = { failed: 1, usage: 2, directoryInUse: 3, addressTaken: 4 } as const;

const { json, ...options } = readServeOptions(EXIT.usage);

async function serve(): Promise<void> {
  const server = await startServer({ ...options, rootHand: { newRootKey, initRoot } });
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
  const { dataDir: data } = options;
  if (json) process.stdout.write(`${JSON.stringify({ url: server.origin, data, pid: process.pid })}\n`);
  else process.stdout.write(greeting(server.origin, data, server.developmentTokens));
  // Node keeps it at the end of a process, and one that is killed has none: each start would take twice as long.
  flushCompileCache();
}

const greeting = (url: string, data: string, developmentTokens: boolean): string =>
  [
    `Plumbline serves ${url}/api/v1`,
    `State is in       ${data}`,
    ...(developmentTokens ? [`A token:          npx plumb token --role admin --data ${data}`] : []),
    '',
  ].join('\n');

const codeOf = (error: unknown): number => {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  if (/in use by another process/.test(message)) return EXIT.directoryInUse;
  return code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL' ? EXIT.addressTaken : EXIT.failed;
};

await serve().catch((error: unknown) => {
  process.stderr.write(`plumbline: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(codeOf(error));
});
