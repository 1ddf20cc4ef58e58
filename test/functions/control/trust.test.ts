import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initRoot, newRootKey, rotateRoot } from '../../../cli/trust/root-file.ts';
import { TrustKeysAnswer, TrustRootAnswer, TrustRootSummary } from '../../../schemas/trust.ts';
import { START } from '../../support/virtual-clock.ts';
import { memoryApi } from './api.ts';

const ROOT = '/api/v1/trust/root';
const rootKey = newRootKey();

let api: Awaited<ReturnType<typeof memoryApi>>;
beforeEach(async () => {
  api = await memoryApi();
});
afterEach(() => api.close());
const keys = async () => TrustKeysAnswer.parse((await api.call('GET', '/api/v1/trust/keys')).body);
const first = async () => initRoot(await keys(), rootKey, { at: START });

describe('the trust root over the API', () => {
  it('is built from the keys that anyone may read, sent by an Admin, and read by anyone', async () => {
    const envelope = await first();
    const sent = await api.as('Admin')('POST', ROOT, { body: envelope });
    expect([sent.status, TrustRootSummary.parse(sent.body).version]).toStrictEqual([201, 1]);
    const read = await api.call('GET', ROOT);
    expect([read.status, TrustRootAnswer.parse(read.body).envelope]).toStrictEqual([200, envelope]);
    expect((await api.call('GET', `${ROOT}/1`)).body).toStrictEqual(read.body);
  });

  it('follows version by version', async () => {
    await api.as('Admin')('POST', ROOT, { body: await first() });
    const { envelope } = TrustRootAnswer.parse((await api.call('GET', ROOT)).body);
    const current = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
    const next = rotateRoot(current, await keys(), { at: START, rootKeys: [rootKey], epoch: 2 });
    expect(await api.as('Admin')('POST', ROOT, { body: next })).toMatchObject({
      status: 201,
      body: { version: 2, epoch: 2 },
    });
    expect(await api.call('GET', `${ROOT}/1`)).toMatchObject({ status: 200, body: { envelope } });
  });

  it.each(['Operator', 'Developer', 'Viewer'] as const)('is not loaded by a person who is only %s', async (role) => {
    expect(await api.as(role)('POST', ROOT, { body: await first() })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await api.call('GET', ROOT)).toMatchObject({ body: { code: 'trust_root_missing' } });
  });

  it('is not loaded by nobody', async () =>
    expect(await api.call('POST', ROOT, { body: await first() })).toMatchObject({ status: 401 }));

  it.each([
    { name: 'a version that is not there', url: `${ROOT}/2`, status: 404 },
    { name: 'version 0', url: `${ROOT}/0`, status: 404 },
    { name: 'a version that is no number', url: `${ROOT}/1e3`, status: 404 },
  ])('answers $status to $name', async ({ url, status }) => expect((await api.call('GET', url)).status).toBe(status));

  it.each([
    { name: 'no envelope', body: { version: 1 }, status: 400, code: 'invalid_request' },
    {
      name: 'an envelope without signatures',
      body: { payloadType: 't', payload: '', signatures: [] },
      status: 400,
      code: 'invalid_request',
    },
    {
      name: 'an envelope of something else',
      body: { payloadType: 't', payload: '', signatures: [{ sig: 'MAYCAQECAQE=' }] },
      status: 422,
      code: 'trust_root_invalid',
    },
    {
      name: 'more than 64 KiB',
      body: { payloadType: 't', payload: 'A'.repeat(65_536), signatures: [{ sig: '' }] },
      status: 413,
      code: 'too_large',
    },
  ])('refuses $name', async ({ body, status, code }) =>
    expect(await api.as('Admin')('POST', ROOT, { body })).toMatchObject({ status, body: { code } }),
  );
});
