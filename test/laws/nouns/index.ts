import type { AnyNoun } from '../walk.ts';
import { access } from './access.ts';
import { cluster } from './cluster.ts';
import { config } from './config.ts';
import { deployment } from './deployment.ts';
import { enrolmentToken } from './enrolment-token.ts';
import { node } from './node.ts';
import { schema } from './schema.ts';
import { snapshot } from './snapshot.ts';
import { trust } from './trust.ts';
import { version } from './version.ts';

/** Every kind of stream that decides; the others (names of snapshots, identity keys) only note what was decided. */
export const NOUNS: readonly AnyNoun[] = [
  access,
  cluster,
  config,
  deployment,
  enrolmentToken,
  node,
  schema,
  snapshot,
  trust,
  version,
];
