import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Emulator } from './emulator.ts';
import { LocalFailure } from './failure.ts';
import { LOCAL, LOGS } from './folders.ts';
import type { Targets } from './front/targets.ts';
import { AUDIENCE, ensureKey } from './issuer/issuer.ts';
import { startDetached } from './process/detached.ts';
import { lives } from './process/end.ts';
import { freePort } from './process/free-port.ts';
import { mark } from './process/process-mark.ts';
import { endPart, type Part, remember, runs } from './process/remembered.ts';
import { until } from './process/until.ts';
import { type LocalIssuer, type LocalState, readJson, writeJson } from './state.ts';

const READY_WITHIN_MILLISECONDS = 20_000;

/** Starts one of the two programs beside an emulated AWS, and waits until it answers anything. */
async function start(
  emulator: Emulator,
  part: Part & ('issuer' | 'front'),
  port: number,
  file: string,
): Promise<string> {
  const log = join(LOGS, `${part}-${emulator.name}.log`);
  const program = join(import.meta.dirname, part, 'serve.ts');
  const trust = emulator.certificate ? { NODE_EXTRA_CA_CERTS: emulator.certificate } : {};
  const pid = await startDetached(process.execPath, [program, String(port), file], {
    log,
    env: { ...process.env, ...trust },
  });
  remember(emulator.name, part, [mark(pid)]);
  const url = `http://127.0.0.1:${port}`;
  const up = () => !lives(pid) || fetch(`${url}/.well-known/openid-configuration`).then(() => true);
  if ((await until(up, READY_WITHIN_MILLISECONDS)) && lives(pid)) return url;
  throw new LocalFailure(`The ${part} did not start. Its output is in ${log}`);
}

/** The issuer of tokens for people: it runs on as long as the emulator, because the deployment names its address. */
export async function startIssuer(emulator: Emulator, before: LocalState | undefined): Promise<LocalIssuer> {
  const key = join(LOCAL, `${emulator.name}.issuer-key.pem`);
  if (before && runs(emulator.name, 'issuer')) return before.issuer;
  ensureKey(key);
  await endPart(emulator.name, 'issuer');
  const port = before ? Number(new URL(before.issuer.url).port) : await freePort();
  return { url: await start(emulator, 'issuer', port, key), audience: AUDIENCE, key };
}

/** One address for everybody, the same as before if there was one. */
export async function startFront(
  emulator: Emulator,
  targets: Targets,
  before: LocalState | undefined,
): Promise<string> {
  const file = join(LOCAL, `${emulator.name}.targets.json`);
  if (before && runs(emulator.name, 'front') && isDeepStrictEqual(readJson(file), targets)) return before.url;
  writeJson(file, targets);
  await endPart(emulator.name, 'front');
  return start(emulator, 'front', before ? Number(new URL(before.url).port) : await freePort(), file);
}
