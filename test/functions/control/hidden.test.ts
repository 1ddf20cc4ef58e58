import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlRoutes } from '../../../functions/control/routes.ts';
import { memoryApi } from './api.ts';

/** Routes about a thing of their path, which only reading can find out about. */
const readable = controlRoutes({ developmentTokens: false }).filter(
  ({ method, resource, access }) => method === 'GET' && resource && access === 'V',
);
const VALUES: Readonly<Record<string, string>> = { version: '1.0.0', v1: '1.0.0', v2: '1.0.1', digest: 'a'.repeat(64) };
const HIDDEN = 'hidden.production';
const ABSENT = 'absent.production';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeAll(async () => {
  api = await memoryApi();
  const admin = api.as('Admin');
  for (const kind of ['config', 'cluster'] as const) {
    await api.exists(kind, HIDDEN);
    const set = await admin('PUT', `/api/v1/${kind}s/${HIDDEN}/access`, { body: { entries: [] } });
    expect(set.status).toBe(200);
  }
});
afterAll(() => api.close());

const told = async (path: string, name: string): Promise<string> => {
  const url = path.replace(/\{(\w+)\}/g, (_all, parameter: string) => VALUES[parameter] ?? name);
  const { status, body } = await api.as('Viewer')('GET', `/api/v1${url}`);
  const { traceId: _traceId, ...rest } = body as Record<string, unknown>;
  return JSON.stringify({ status, ...rest }).replaceAll(name, 'NAME');
};

describe('what one may not read cannot be told from what is not there', () => {
  it('looks at routes', () => expect(readable.length).toBeGreaterThanOrEqual(10));
  it.each(readable)('$path', async ({ path }) => {
    const hidden = await told(path, HIDDEN);
    expect(JSON.parse(hidden)).toMatchObject({ status: 404 });
    expect(hidden).toBe(await told(path, ABSENT));
  });
});
