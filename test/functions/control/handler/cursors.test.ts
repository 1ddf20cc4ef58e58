import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryApi } from '../api.ts';
import { ROUTES } from './sample-routes.ts';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi(ROUTES);
});
afterEach(() => api.close());

describe('cursors', () => {
  const next = async (url: string, subject?: string): Promise<string> =>
    ((await api.as('Viewer', subject)('GET', url)).body as { next: string }).next;
  it('open to what they were, and show nothing of it', async () => {
    const cursor = await next('/api/v1/pages?tag=a');
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('secret');
    const { body } = await api.as('Viewer')('GET', `/api/v1/pages?tag=a&limit=2&cursor=${cursor}`);
    expect(body).toStrictEqual({ got: { tag: 'a', limit: 2, cursor: 'secret-config.production' }, next: cursor });
  });
  it('belong to one question', async () => {
    const cursor = await next('/api/v1/pages?tag=a');
    expect((await api.as('Viewer')('GET', `/api/v1/pages?tag=b&cursor=${cursor}`)).status).toBe(400);
    expect((await api.as('Viewer')('GET', `/api/v1/pages?cursor=${cursor}`)).status).toBe(400);
  });
  it('are refused after any change', async () => {
    const cursor = await next('/api/v1/pages');
    const bytes = Buffer.from(cursor, 'base64url');
    const changed = [...bytes.keys()].map((index) =>
      Buffer.from(bytes.map((byte, at) => (at === index ? byte ^ 1 : byte))).toString('base64url'),
    );
    const forged = [
      ...changed,
      cursor.slice(0, -1),
      `${cursor}A`,
      cursor.slice(0, 20),
      '',
      'secret-config.production',
      'A'.repeat(80),
    ];
    for (const cursor of forged)
      expect((await api.as('Viewer')('GET', `/api/v1/pages?cursor=${cursor}`)).status).toBe(400);
  });
});
