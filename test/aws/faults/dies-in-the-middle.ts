/*
 * Loaded into a function's process before the function itself (NODE_OPTIONS), by tests alone. When somebody has put a
 * file into the folder TEST_DEATHS, the process ends itself around the next transaction, as a machine that fails does:
 * `before` = not stored, `after` = stored and the answer lost. The file is taken away first, so it dies once.
 */
import { rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const FOLDER = String(process.env['TEST_DEATHS']);
type Request = typeof http.request;

function dieIfTold(when: 'before' | 'after'): void {
  try {
    rmSync(join(FOLDER, when));
  } catch {
    return; // nobody has
  }
  process.kill(process.pid, 'SIGKILL');
}

const isTransaction = (request: http.ClientRequest): boolean =>
  String(request.getHeader('x-amz-target')).endsWith('.TransactWriteItems');

/** The request as it is, watched. */
const watched =
  (request: Request): Request =>
  (...args: unknown[]) => {
    const made = (request as (...given: unknown[]) => http.ClientRequest)(...args);
    if (!isTransaction(made)) return made;
    dieIfTold('before');
    return made.prependOnceListener('response', () => dieIfTold('after'));
  };

http.request = watched(http.request);
https.request = watched(https.request as Request) as typeof https.request;
syncBuiltinESMExports();
