import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFailure } from '../failure.ts';
import { LOCAL, LOGS, PROJECT } from '../folders.ts';
import { run } from '../process/run.ts';

/** What `plumb trust init` makes there. */
export const rootFolder = (name: string): string => join(LOCAL, `${name}.root`);

/**
 * What docs/deploy.md tells a team to do once: `plumb trust init`, unless a root is loaded already.
 * @returns the file of the root key
 */
export async function initTrust(name: string, url: string, token: string): Promise<string> {
  const folder = rootFolder(name);
  const rootKey = join(folder, 'root-key.pem');
  const answer = await fetch(`${url}/api/v1/trust/root`);
  const { status } = answer;
  if (status === 200 && existsSync(rootKey)) return rootKey;
  if (status === 200)
    throw new LocalFailure(`${url} has a trust root already, and its key is not ${rootKey}. End it and start again.`);
  const said = await answer.text();
  if (!said.includes('"trust_root_missing"'))
    throw new LocalFailure(`${url} answers ${status} when asked for its trust root: ${said}`);
  await run(process.execPath, [join(PROJECT, 'bin/plumb.ts'), 'trust', 'init', '--out', folder], {
    doing: 'Cannot make the trust root',
    log: join(LOGS, `trust-${name}.log`),
    env: { ...process.env, PLUMB_URL: url, PLUMB_TOKEN: token },
  });
  return rootKey;
}
