import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { accept, done } from '../../../core/decision.ts';
import type { StreamKind } from '../../../core/stream.ts';
import type { BoundRoute } from '../../../functions/control/routes.ts';
import { transact } from '../../../usecases/transact.ts';
import { memoryApi } from './api.ts';

type Counted = { readonly type: 'Counted' };
const COUNTER: StreamKind<{ count: number }, Counted> = {
  kind: 'counter',
  schemaVersion: 1,
  initial: { count: 0 },
  evolve: ({ count }) => ({ count: count + 1 }),
};
const counting = (operationId: string, path: string, method: 'POST' | 'PUT' = 'POST'): BoundRoute => ({
  operationId,
  method,
  path,
  access: 'V',
  summary: '',
  status: 201,
  query: z.strictObject({ dry: z.string().optional() }),
  body: z.strictObject({ step: z.int().optional() }),
  useCase: (world, _input, call) =>
    transact(world, call, async (tx) => {
      await tx.load(COUNTER, 'one');
      const decision = accept<Counted>({ type: 'Counted' });
      return done(tx.append(COUNTER, 'one', decision.events));
    }),
});

let idle = true;
/** Does nothing as long as there is nothing to do. */
const idling: BoundRoute = {
  ...counting('idle', '/idle'),
  useCase: (world, _input, call) =>
    transact(world, call, async (tx) => {
      await tx.load(COUNTER, 'one');
      return done(idle ? { count: 0 } : tx.append(COUNTER, 'one', [{ type: 'Counted' }]));
    }),
};

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  idle = true;
  api = await memoryApi([
    counting('count', '/count'),
    counting('also', '/also'),
    counting('put', '/put', 'PUT'),
    idling,
  ]);
});
afterEach(() => api.close());

const post = async (
  url = '/api/v1/count',
  { subject = 'ada', key = 'k', body = { step: 1 } as unknown, method = 'POST' } = {},
) => {
  const { status, body: answer } = await api.as('Viewer', subject)(method, url, {
    body,
    headers: key === '' ? {} : { 'idempotency-key': key },
  });
  return { status, count: (answer as { count?: number }).count, code: (answer as { code?: string }).code };
};
const counted = (count: number) => ({ status: 201, count, code: undefined });

describe('Idempotency-Key', () => {
  it('remembers a command that changed nothing, so that its repeat changes nothing either', async () => {
    const first = await post('/api/v1/idle');
    idle = false;
    expect([first, await post('/api/v1/idle')]).toStrictEqual([counted(0), counted(0)]);
    expect(await post('/api/v1/idle', { key: 'another' })).toStrictEqual(counted(1));
  });

  it('gives the first answer again', async () => {
    expect(await post()).toStrictEqual(counted(1));
    expect(await post()).toStrictEqual(counted(1));
    expect(await post()).toStrictEqual(counted(1));
  });
  it('refuses another body under the same key', async () => {
    await post();
    expect(await post(undefined, { body: { step: 2 } })).toStrictEqual({
      status: 422,
      count: undefined,
      code: 'command_id_reused',
    });
  });
  it('refuses another query under the same key', async () => {
    await post();
    expect((await post('/api/v1/count?dry=1')).status).toBe(422);
  });
  it('is one caller’s own', async () => {
    await post();
    expect(await post(undefined, { subject: 'eve' })).toStrictEqual(counted(2));
    expect(await post(undefined, { subject: 'eve', body: { step: 9 } })).toMatchObject({ status: 422 });
  });
  it('is one route’s own', async () => {
    await post();
    expect(await post('/api/v1/also')).toStrictEqual(counted(2));
  });
  it('without one, every request counts', async () => {
    await post(undefined, { key: '' });
    expect(await post(undefined, { key: '' })).toStrictEqual(counted(2));
  });
  it('counts on POST alone', async () => {
    await post('/api/v1/put', { method: 'PUT' });
    expect(await post('/api/v1/put', { method: 'PUT' })).toStrictEqual(counted(2));
  });
  it.each([
    ['of one character', '!', 201],
    ['of 128 characters', 'x'.repeat(128), 201],
    ['of 129 characters', 'x'.repeat(129), 400],
    ['with a space', 'a b', 400],
    ['beyond ASCII', 'é', 400],
  ])('%s', async (_name, key, status) => expect((await post(undefined, { key })).status).toBe(status));
});
