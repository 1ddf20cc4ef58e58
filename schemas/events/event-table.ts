import type { z } from 'zod';
import { CLUSTER_EVENTS } from './cluster.ts';
import { CONTENT_EVENTS } from './content.ts';
import { DEPLOYMENT_EVENTS } from './deployment.ts';
import { EVENT_WORDS } from './described.ts';
import { NODE_EVENTS } from './node.ts';

const PARTS: readonly { readonly title: string; readonly events: Readonly<Record<string, z.ZodObject>> }[] = [
  { title: 'Nodes', events: NODE_EVENTS },
  { title: 'Deployments', events: DEPLOYMENT_EVENTS },
  { title: 'Clusters, trust, tokens', events: CLUSTER_EVENTS },
  { title: 'Content', events: CONTENT_EVENTS },
];

/** docs/event-types.md: every event that leaves, when it happens, and what its `data` holds. */
export const eventTable = (): string =>
  [
    '# Events by type',
    '',
    'Written from `schemas/events/` by `npm run generate`; a test compares. What is around `data`, how to use it and what is promised: [events.md](events.md). Schemas: `schemas/generated/events/`.',
    ...PARTS.flatMap(({ title, events }) => ['', `## ${title}`, '', ...Object.entries(events).map(row)]),
    '',
  ].join('\n');

function row([type, shape]: readonly [string, z.ZodObject]): string {
  const members = Object.entries(shape.shape).map(([name, inner]) => {
    const words = EVENT_WORDS.get(inner)?.description;
    return words === undefined ? `\`${name}\`` : `\`${name}\` (${words})`;
  });
  const data = members.length > 0 ? ` Data: ${members.join(', ')}.` : '';
  return `- **${type}**: ${EVENT_WORDS.get(shape)?.description ?? ''}${data}`;
}
