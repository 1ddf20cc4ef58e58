import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFailure } from '../failure.ts';
import { LOCAL, LOGS, PROJECT } from '../folders.ts';
import { run } from '../process/run.ts';

/**
 * What docs/deploy.md tells a team to do once: `plumb trust init`, unless a root is loaded already.
 * @returns the file of the root key
 */
export async function initTrust(name: string, url: string, token: string): Promise<string> {
  const folder = join(LOCAL, `${name}.root`);
  const rootKey = join(folder, 'root-key.pem');
  const { status } = await fetch(`${url}/api/v1/trust/root`);
  if (status === 200 && existsSync(rootKey)) return rootKey;
  if (status === 200)
    throw new LocalFailure(`${url} has a trust root already, and its key is not ${rootKey}. End it and start again.`);
  if (status !== 404) throw new LocalFailure(`${url} answers ${status} when asked for its trust root.`);
  await run(process.execPath, [join(PROJECT, 'bin/plumb.ts'), 'trust', 'init', '--out', folder], {
    doing: 'Cannot make the trust root',
    log: join(LOGS, `trust-${name}.log`),
    env: { ...process.env, PLUMB_URL: url, PLUMB_TOKEN: token },
  });
  return rootKey;
}
