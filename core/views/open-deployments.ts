import type { View } from './view.ts';
import { streamName } from './view.ts';

const ENDS: ReadonlySet<string> = new Set([
  'DeploymentCompleted',
  'DeploymentRolledBack',
  'DeploymentStopped',
  'DeploymentHalted',
]);

/** Deployments that hold a cluster's lock: what the sweep looks after, however many have ended before. */
export const openDeploymentsView: View = {
  name: 'open-deployments',
  keys: ({ stream, type }) => {
    const { kind, key } = streamName(stream);
    return kind === 'deployment' && (type === 'DeploymentStarted' || ENDS.has(type))
      ? [{ partition: 'all', sort: key }]
      : [];
  },
  fold: (_row, { type, at }) => (ENDS.has(type) ? null : { since: at }),
};
