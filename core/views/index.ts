import { auditView } from './audit.ts';
import { deploymentsView } from './deployments.ts';
import { driftView } from './drift.ts';
import { nodesView } from './nodes.ts';
import { openDeploymentsView } from './open-deployments.ts';
import type { View } from './view.ts';

/** Every read model; the fold of the feed goes through all of them. */
export const VIEWS: readonly View[] = [auditView, deploymentsView, openDeploymentsView, nodesView, driftView];
