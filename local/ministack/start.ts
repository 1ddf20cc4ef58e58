import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { type Emulator, REGION } from '../emulator.ts';
import { LocalFailure } from '../failure.ts';
import { LOCAL, LOGS } from '../folders.ts';
import { startDetached } from '../process/detached.ts';
import { end, lives } from '../process/end.ts';
import { freePort } from '../process/free-port.ts';
import { mark } from '../process/process-mark.ts';
import { until } from '../process/until.ts';
import { makeVenv, pythonIn } from '../python/make-venv.ts';

const READY_WITHIN_MILLISECONDS = 60_000;
const FOLDER = join(LOCAL, 'ministack');
const CERTIFICATE = join(FOLDER, 'tmp/ministack-tls/server.crt');

export const provisionMiniStack = async (): Promise<string> =>
  pythonIn(await makeVenv('ministack', join(import.meta.dirname, 'requirements.txt')));

export interface MiniStackOptions {
  /** Calls are refused that a role does not grant. It speaks TLS then, which the policies of CDK's buckets demand. */
  readonly enforceIam: boolean;
}

/** Provisions MiniStack if need be, and starts it empty on a free port of 127.0.0.1. It lives on after this program. */
export async function startMiniStack({ enforceIam }: MiniStackOptions): Promise<Emulator> {
  const python = await provisionMiniStack();
  rmSync(FOLDER, { recursive: true, force: true });
  for (const folder of ['tmp', 's3', 'state']) mkdirSync(join(FOLDER, folder), { recursive: true });
  // Below our own package.json, its worker scripts would be taken for modules.
  writeFileSync(join(FOLDER, 'package.json'), '{ "type": "commonjs" }\n');
  const port = await freePort();
  if (!enforceIam) return launch(python, port, {});
  // The first start makes the certificate that the second is told to trust.
  const first = await launch(python, port, { USE_SSL: '1' });
  await Promise.all(first.processes.map(({ pid }) => end(pid)));
  if (!existsSync(CERTIFICATE)) throw new LocalFailure(`MiniStack made no certificate. Its output is in ${LOG}`);
  const trusting = { USE_SSL: '1', AUTH: 'true', NODE_EXTRA_CA_CERTS: CERTIFICATE, SSL_CERT_FILE: CERTIFICATE };
  return { ...(await launch(python, port, trusting)), certificate: CERTIFICATE };
}

const LOG = join(LOGS, 'ministack.log');

async function launch(python: string, port: number, more: NodeJS.ProcessEnv): Promise<Emulator> {
  const env = { ...settings(port), ...more };
  const pid = await startDetached(python, ['-m', 'ministack'], { log: LOG, cwd: FOLDER, env });
  const endpoint = `${more['USE_SSL'] ? 'https' : 'http'}://127.0.0.1:${port}`;
  if (await until(() => !lives(pid) || isUp(endpoint), READY_WITHIN_MILLISECONDS))
    if (lives(pid)) return { name: 'ministack', endpoint, processes: [mark(pid)] };
  await end(pid);
  throw new LocalFailure(`MiniStack did not start. Its output is in ${LOG}`);
}

/** Over TLS its certificate is nobody's we trust yet; that something accepts a connection there is enough. */
const isUp = (endpoint: string): Promise<boolean> =>
  endpoint.startsWith('https:')
    ? accepts(Number(new URL(endpoint).port))
    : fetch(`${endpoint}/_ministack/health`).then(({ ok }) => ok);

const accepts = (port: number): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect(port, '127.0.0.1', () => settle(true)).on('error', () => settle(false));
    socket.on('connect', () => socket.destroy());
  });

const settings = (port: number): NodeJS.ProcessEnv => ({
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter), // functions run on the first node of it
  HOME: FOLDER,
  TMPDIR: join(FOLDER, 'tmp'),
  S3_DATA_DIR: join(FOLDER, 's3'),
  STATE_DIR: join(FOLDER, 'state'),
  PYTHONPYCACHEPREFIX: join(LOCAL, 'pycache'),
  GATEWAY_PORT: String(port),
  BIND_HOST: '127.0.0.1', // it would listen on every address
  MINISTACK_HOST: 'localhost',
  MINISTACK_REGION: REGION,
  LAMBDA_EXECUTOR: 'local',
  IOT_MTLS_ENABLED: '0',
  SFTP_ENABLED: '0',
});
