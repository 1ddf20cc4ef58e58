import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryApi } from '../api.ts';
import { ROUTES } from './sample-routes.ts';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi(ROUTES);
});
afterEach(() => api.close());

describe('paths and queries', () => {
  it.each([
    ['/api/v1/named/abc', 200],
    ['/api/v1/named/a%62c', 200],
    ['/api/v1/named/ABC', 404],
    ['/api/v1/named/a%2Fb', 404],
    ['/api/v1/named/%ff', 404],
    ['/api/v1/named/', 404],
    ['/api/v1/named/abc/', 404],
    ['/api/v1//named/abc', 404],
    ['/api/v2/named/abc', 404],
    ['/named/abc', 404],
    ['/api/v1/../v1/named/abc', 404],
  ])('%s: %i', async (url, status) => expect((await api.as('Viewer')('GET', url)).status).toBe(status));

  it.each([
    ['?limit=9', 200],
    ['?limit=10', 400],
    ['?limit=1&limit=2', 400],
    ['?unknown=1', 400],
    ['?__proto__=1', 400],
    [`?tag=${'x'.repeat(4092)}`, 200],
    [`?tag=${'x'.repeat(4093)}`, 400],
  ])('%.30s: %i', async (query, status) =>
    expect((await api.as('Viewer')('GET', `/api/v1/pages${query}`)).status).toBe(status),
  );
});
