import { randomBytes } from 'node:crypto';
import type { Plane } from '../../support/plane.ts';
import { copyTable } from './copy-table.ts';
import { deployed } from './deployed.ts';

/** The control plane that is deployed already; others were there before, so every file of tests has names of its own. */
export async function deployedPlane(): Promise<Plane> {
  const { url, rootKey, token, outputs } = deployed();
  return {
    url,
    mark: randomBytes(3).toString('hex'),
    rootKey,
    token,
    backUp: () => copyTable(outputs.StreamsTable),
    close: async () => {},
  };
}
