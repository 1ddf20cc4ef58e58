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
import { remember } from '../process/remembered.ts';
import { until } from '../process/until.ts';
import { makeVenv, pythonIn } from '../python/make-venv.ts';

const READY_WITHIN_MILLISECONDS = 60_000;
export const provisionMiniStack = async (): Promise<string> =>
  pythonIn(await makeVenv('ministack', join(import.meta.dirname, 'requirements.txt')));

/** One that may run beside another: where it keeps what, and where it listens. */
interface Place {
  readonly name: 'ministack' | 'ministack-iam';
  readonly folder: string;
  readonly log: string;
  readonly port: number;
}

/** Provisions MiniStack if need be, and starts it empty on a free port of 127.0.0.1. It lives on after this program. */
export async function startMiniStack(name: Place['name']): Promise<Emulator> {
  const python = await provisionMiniStack();
  const folder = join(LOCAL, name);
  rmSync(folder, { recursive: true, force: true });
  for (const each of ['tmp', 's3', 'state']) mkdirSync(join(folder, each), { recursive: true });
  // Below our own package.json, its worker scripts would be taken for modules.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  const place = { name, folder, log: join(LOGS, `${name}.log`), port: await freePort() };
  return name === 'ministack' ? launch(python, place, {}) : launchEnforcing(python, place);
}

/** Calls are refused that a role does not grant. It speaks TLS then, which the policies of CDK's buckets demand. */
async function launchEnforcing(python: string, place: Place): Promise<Emulator> {
  // The first start makes the certificate that the second is told to trust.
  const first = await launch(python, place, { USE_SSL: '1' });
  await Promise.all(first.processes.map(({ pid }) => end(pid)));
  const certificate = join(place.folder, 'tmp/ministack-tls/server.crt');
  if (!existsSync(certificate)) throw new LocalFailure(`MiniStack made no certificate. Its output is in ${place.log}`);
  const trusting = { USE_SSL: '1', AUTH: 'true', NODE_EXTRA_CA_CERTS: certificate };
  return { ...(await launch(python, place, trusting)), certificate };
}

async function launch(python: string, place: Place, more: NodeJS.ProcessEnv): Promise<Emulator> {
  const { name, folder, log, port } = place;
  const env = { ...settings(place), ...more };
  const pid = await startDetached(python, ['-m', 'ministack'], { log, cwd: folder, env });
  remember(name, 'emulator', [mark(pid)]); // before it is ready: somebody may lose patience
  const endpoint = `${more['USE_SSL'] ? 'https' : 'http'}://127.0.0.1:${port}`;
  if (await until(() => !lives(pid) || isUp(endpoint), READY_WITHIN_MILLISECONDS))
    if (lives(pid)) return { name, endpoint, processes: [mark(pid)] };
  await end(pid);
  throw new LocalFailure(`MiniStack did not start. Its output is in ${log}`);
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

const settings = ({ folder, port }: Place): NodeJS.ProcessEnv => ({
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter), // functions run on the first node of it
  HOME: folder,
  TMPDIR: join(folder, 'tmp'),
  S3_DATA_DIR: join(folder, 's3'),
  STATE_DIR: join(folder, 'state'),
  PYTHONPYCACHEPREFIX: join(LOCAL, 'pycache'),
  GATEWAY_PORT: String(port),
  BIND_HOST: '127.0.0.1', // it would listen on every address
  MINISTACK_HOST: 'localhost',
  MINISTACK_REGION: REGION,
  LAMBDA_EXECUTOR: 'local',
  IOT_MTLS_ENABLED: '0',
  SFTP_ENABLED: '0',
});
