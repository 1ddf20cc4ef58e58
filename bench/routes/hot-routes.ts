import type { Populated } from './populate.ts';

export interface HotRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

/** The routes that people, their tools and consoles ask most; each time about something else. */
export function hotRoutes({ configs, running, nodes }: Populated): Readonly<Record<string, (n: number) => HotRequest>> {
  const get = (path: string): HotRequest => ({ method: 'GET', path });
  const of = <T>(all: readonly T[], n: number): T => {
    const each = all[(n * 7919) % all.length];
    if (each === undefined) throw new Error('nothing to ask about');
    return each;
  };
  return {
    'GET /configs': () => get('/configs'),
    'GET /configs/{name}': (n) => get(`/configs/${of(configs, n)}`),
    'GET /configs/{name}/versions': (n) => get(`/configs/${of(running, n).name}/versions`),
    'GET …/versions/{version}/content': (n) => get(`/configs/${of(running, n).name}/versions/1.0.0/content`),
    'POST /configs/{name}/versions, small': (n) => ({
      method: 'POST',
      path: `/configs/${of(configs, n)}/versions`,
      body: { version: `2.0.${n}`, content: { n, timeoutMs: 250, retries: 2 } },
    }),
    'GET /snapshots/{name}': (n) => get(`/snapshots/${of(running, n).name}`),
    'GET /deployments': () => get('/deployments'),
    'GET /deployments/{id}': (n) => get(`/deployments/${of(running, n).deployment}`),
    'GET /deployments/{id}/nodes': (n) => get(`/deployments/${of(running, n).deployment}/nodes`),
    'GET /clusters/{name}/cohesion': (n) => get(`/clusters/${of(running, n).name}/cohesion`),
    'GET /nodes': () => get('/nodes'),
    'GET /nodes/{id}': (n) => get(`/nodes/${of(nodes, n).id}`),
    'GET /audit/events': () => get('/audit/events'),
  };
}
