import { randomBytes } from 'node:crypto';
import { mintToken } from '../../../local/issuer/issuer.ts';
import type { Plane } from '../../support/plane.ts';
import { copyTable } from './copy-table.ts';
import { deployed } from './deployed.ts';

/** The control plane that is deployed already; others were there before, so every file of tests has names of its own. */
export async function deployedPlane(): Promise<Plane> {
  const { url, rootKey, issuer, outputs } = deployed();
  return {
    url,
    mark: randomBytes(3).toString('hex'),
    rootKey,
    token: (role, subject = role.toLowerCase()) => mintToken(issuer, { subject, role, lifetimeSeconds: 3600 }),
    backUp: () => copyTable(outputs.StreamsTable),
    close: async () => {},
  };
}
