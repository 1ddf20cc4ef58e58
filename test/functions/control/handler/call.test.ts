import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryApi } from '../api.ts';
import { ROUTES } from './sample-routes.ts';

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi(ROUTES);
});
afterEach(() => api.close());

describe('the call', () => {
  it('tells who, when and under which trace', async () => {
    const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`;
    const { body, headers } = await api.as('Operator', 'grace')('GET', '/api/v1/who', { headers: { traceparent } });
    expect(body).toStrictEqual({
      principal: { subject: 'grace', role: 'Operator' },
      at: '2026-11-22T09:30:00.000Z',
      traceId: 'c'.repeat(32),
      command: null,
    });
    expect(headers['x-trace-id']).toBe('c'.repeat(32));
  });
  it.each([
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${'d'.repeat(16)}-00`,
    `ff-${'c'.repeat(32)}-${'d'.repeat(16)}-00`,
    `00-${'C'.repeat(32)}-${'d'.repeat(16)}-00`,
  ])('starts a trace for the header "%s"', async (traceparent) => {
    const { headers } = await api.as('Operator')('GET', '/api/v1/who', { headers: { traceparent } });
    expect(headers['x-trace-id']).toMatch(/^(?!0{32}|c{32})[0-9a-f]{32}$/);
  });
});
