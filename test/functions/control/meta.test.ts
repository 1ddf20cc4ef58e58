import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controlRoutes } from '../../../functions/control/routes.ts';
import { memoryApi } from './api.ts';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi();
});
afterEach(() => api.close());

describe.each(['', '/api/v1'])('at "%s"', (base) => {
  it('/openapi.json is the generated document, for anyone', async () => {
    const { status, headers, body } = await api.call('GET', `${base}/openapi.json`);
    expect([status, headers['content-type']]).toStrictEqual([200, 'application/json']);
    expect(body).toStrictEqual(JSON.parse(readFileSync('schemas/generated/openapi.json', 'utf8')));
  });
  it('/health tells who answers, for anyone', async () => {
    const { status, body } = await api.call('GET', `${base}/health`);
    expect([status, body]).toStrictEqual([
      200,
      { status: 'ok', controlPlane: 'plumbline-test', time: '2026-11-22T09:30:00.000Z' },
    ]);
  });
});

it('/health says when development tokens are believed', async () => {
  const believing = await memoryApi(controlRoutes({ developmentTokens: true }));
  expect((await believing.call('GET', '/health')).body).toMatchObject({ developmentTokens: true });
  believing.close();
});
