import { describe, expect, it } from 'vitest';
import { done, reject } from '../../../core/decision.ts';
import { authenticator } from '../../../functions/control/auth.ts';
import { COGNITO_ISSUER } from '../../support/function-environment.ts';
import { NOW_SECONDS, testIssuer } from './people.ts';

const { issuer, audience, types, roleClaim, roles, tokenUse } = COGNITO_ISSUER;
const pool = await testIssuer({ issuer, audience, types, roleClaim, roles: { ...roles }, tokenUse });
const authenticate = authenticator([pool.config], () => NOW_SECONDS * 1000);

/** As Cognito writes access tokens: no `aud`, no `typ`, groups in a claim of its own. */
const access = {
  aud: undefined,
  groups: undefined,
  client_id: audience,
  token_use: 'access',
  scope: 'openid',
  'cognito:groups': ['Operator', 'eu-west-1_Abc123_SomeIdp'],
};
const bearer = async (claims: Record<string, unknown>, header: Record<string, unknown> = {}) =>
  authenticate(`Bearer ${await pool.sign({ ...access, ...claims }, { typ: undefined, ...header })}`);

describe('a token of a Cognito user pool', () => {
  it('gives the role of its group', async () =>
    expect(await bearer({})).toStrictEqual(done({ subject: 'ada', role: 'Operator' })));

  it.each([
    { name: 'an id token', claims: { token_use: 'id', aud: audience, client_id: undefined } },
    { name: 'an id token that names the client twice', claims: { token_use: 'id' } },
    { name: 'no use at all', claims: { token_use: undefined } },
    { name: 'another client', claims: { client_id: 'somebody-else' } },
    { name: 'another pool', claims: { iss: `${issuer}x` } },
  ])('with $name is refused', async ({ claims }) =>
    expect(await bearer(claims)).toStrictEqual(reject('unauthenticated', { reason: 'invalid' })),
  );

  it('without a group may do nothing', async () =>
    expect(await bearer({ 'cognito:groups': undefined })).toStrictEqual(done({ subject: 'ada', role: undefined })));
});
