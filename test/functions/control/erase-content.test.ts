import { expect, it, onTestFinished } from 'vitest';
import { memoryApi } from './api.ts';

const NAME = 'fees.staging';
const VERSIONS = `/api/v1/configs/${NAME}/versions`;
const body = { justification: 'holds the password of a person' };

it('content is erased by an Admin who says why, after it was revoked, and is a 410 from then on', async () => {
  const api = await memoryApi();
  onTestFinished(() => api.close());
  const [admin, operator, viewer] = [api.as('Admin'), api.as('Operator'), api.as('Viewer')];
  await admin('POST', '/api/v1/configs', { body: { name: NAME } });
  await admin('POST', VERSIONS, { body: { version: '1.0.0', content: { password: 'x' } } });
  const erase = (as = admin, said: object = body) => as('POST', `${VERSIONS}/1.0.0/erase`, { body: said });

  expect(await erase()).toMatchObject({ status: 409, body: { code: 'version_not_revoked' } });
  await operator('POST', `${VERSIONS}/1.0.0/revoke`, { body });
  expect(await erase(operator)).toMatchObject({ status: 403 });
  expect(await erase(admin, {})).toMatchObject({ status: 400 });
  expect(await viewer('GET', `${VERSIONS}/1.0.0/content`)).toMatchObject({ status: 200, body: { password: 'x' } });

  const erased = { by: 'admin', ...body };
  expect(await erase()).toMatchObject({ status: 200, body: { signature: 'revoked', erased } });
  expect(await viewer('GET', `${VERSIONS}/1.0.0/content`)).toMatchObject({
    status: 410,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: { code: 'content_erased', config: NAME, version: '1.0.0' },
  });
  expect(await viewer('GET', `${VERSIONS}/1.0.0`)).toMatchObject({ status: 200, body: { erased } });
});
