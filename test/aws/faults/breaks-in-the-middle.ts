/*
 * Loaded into a function's process before the function itself (NODE_OPTIONS), by tests alone. A file in the folder
 * TEST_BREAKS says what happens around the next transaction; whoever comes first takes it away, so it happens once.
 * `before`: the process ends before anything is stored. `after`: it is stored, and the process ends before it hears so.
 * `hold`: the process stands still, with a file `holding`, until that file is gone.
 */
import { existsSync, renameSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const FOLDER = String(process.env['TEST_BREAKS']);
const PAUSE_MS = 20;
type Request = typeof http.request;

/** Whether we are the one who was meant. */
function takes(what: string, into: string): boolean {
  try {
    renameSync(join(FOLDER, what), join(FOLDER, into));
    return true;
  } catch {
    return false; // nobody is, or somebody else was faster
  }
}

const dieIfTold = (when: 'before' | 'after'): void => {
  if (takes(when, `done-${when}`)) process.kill(process.pid, 'SIGKILL');
};

function holdIfTold(): void {
  if (!takes('hold', 'holding')) return;
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(join(FOLDER, 'holding'))) Atomics.wait(nobody, 0, 0, PAUSE_MS);
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
    holdIfTold();
    return made.prependOnceListener('response', () => dieIfTold('after'));
  };

http.request = watched(http.request);
https.request = watched(https.request as Request) as typeof https.request;
syncBuiltinESMExports();
