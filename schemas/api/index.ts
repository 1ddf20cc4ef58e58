import { ACCESS_ROUTES } from './access.ts';
import { AUDIT_ROUTES } from './audit.ts';
import { CLUSTER_ROUTES } from './cluster.ts';
import { CONFIG_ROUTES } from './config.ts';
import { DEPLOYMENT_ROUTES } from './deployment.ts';
import { DRIFT_ROUTES } from './drift.ts';
import { ENROLMENT_TOKEN_ROUTES } from './enrolment-token.ts';
import { META_ROUTES } from './meta.ts';
import { NODE_ROUTES } from './node.ts';
import type { RouteSpec } from './route.ts';
import { SCHEMA_ROUTES } from './schema.ts';
import { SNAPSHOT_ROUTES } from './snapshot.ts';
import { TRUST_ROUTES } from './trust.ts';
import { VERSION_ROUTES } from './version.ts';

/** The route table: every operation of the API, people's and nodes'. */
const TABLE = [
  ...META_ROUTES,
  ...CONFIG_ROUTES,
  ...VERSION_ROUTES,
  ...SCHEMA_ROUTES,
  ...SNAPSHOT_ROUTES,
  ...DEPLOYMENT_ROUTES,
  ...CLUSTER_ROUTES,
  ...ACCESS_ROUTES,
  ...ENROLMENT_TOKEN_ROUTES,
  ...NODE_ROUTES,
  ...DRIFT_ROUTES,
  ...AUDIT_ROUTES,
  ...TRUST_ROUTES,
] as const satisfies readonly RouteSpec[];
export const ROUTES: readonly RouteSpec[] = TABLE;
/** The same rows with their types, for a typed client. */
export type Route = (typeof TABLE)[number];
