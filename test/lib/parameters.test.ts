import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { type Parameters, readParameters } from '../../lib/parameters.ts';
import { STAGES } from '../../lib/stages.ts';

/** What the CLI puts into the context, without loading CDK for it. */
function read(context: Readonly<Record<string, unknown>>): Parameters {
  const root = new Construct(undefined as unknown as Construct, '');
  for (const [name, value] of Object.entries(context)) root.node.setContext(name, value);
  return readParameters(root.node);
}
const ISSUER = { issuer: 'https://id.example.com/', audience: 'plumbline' };

describe('what cdk deploy is told', () => {
  it('is nothing at all: the dev stage with people of its own', () => {
    expect(read({})).toStrictEqual({
      stageName: 'dev',
      stage: STAGES.dev,
      controlPlane: undefined,
      people: 'own',
      alarmEmail: undefined,
      runbooks: '',
      settings: {},
      restored: undefined,
      releaseKeys: [1],
      checkpointKeys: [1],
    });
  });

  it('is an issuer: the usual claims, where nobody says more', () => {
    expect(read({ stage: 'prod', ...ISSUER }).people).toStrictEqual({
      ...ISSUER,
      jwksUri: 'https://id.example.com/.well-known/jwks.json',
      algorithms: ['RS256'],
      tokenTypes: ['at+jwt'],
      roleClaim: 'roles',
      roles: { Admin: 'Admin', Operator: 'Operator', Developer: 'Developer', Viewer: 'Viewer' },
    });
  });

  it('is an issuer with everything said', () => {
    const said = {
      ...ISSUER,
      jwksUri: 'https://id.example.com/keys',
      algorithms: 'ES256,EdDSA',
      tokenTypes: 'jwt,',
      roleClaim: 'groups',
      roles: '{"platform":"Operator"}',
    };
    expect(read({ stage: 'prod', ...said }).people).toStrictEqual({
      ...said,
      algorithms: ['ES256', 'EdDSA'],
      tokenTypes: ['jwt', ''],
      roles: { platform: 'Operator' },
    });
  });

  it('takes settings over those of the stage, and another ingress', () => {
    const { stage, settings } = read({
      stage: 'local',
      ...ISSUER,
      ingress: 'http-api',
      PLUMB_ASSESS_SECONDS: 3,
      PLUMB_SWAP_ATTEMPTS: '5',
    });
    expect(stage).toStrictEqual({ ...STAGES.local, ingress: 'http-api' });
    expect(settings).toStrictEqual({ ...STAGES.local.settings, PLUMB_ASSESS_SECONDS: '3', PLUMB_SWAP_ATTEMPTS: '5' });
  });

  it.each([
    { name: 'a stage that is none', context: { stage: 'staging' }, says: 'stage' },
    { name: 'nobody who signs tokens', context: { stage: 'prod' }, says: 'who signs the tokens of people?' },
    { name: 'an issuer for nobody', context: { stage: 'prod', issuer: ISSUER.issuer }, says: '-c audience=' },
    { name: 'two issuers', context: { cognito: 'true', ...ISSUER }, says: 'not both' },
    { name: 'a role that is none', context: { ...ISSUER, roles: '{"ops":"Root"}' }, says: 'roles' },
    { name: 'roles that are no JSON', context: { ...ISSUER, roles: '{ops}' }, says: 'roles' },
    { name: 'keys from a file', context: { ...ISSUER, jwksUri: 'file:///etc/keys' }, says: 'jwksUri' },
    { name: 'a name with a space', context: { controlPlane: 'my plane' }, says: 'controlPlane' },
  ])('refuses $name, and says how', ({ context, says }) => {
    expect(() => read(context)).toThrow(says);
  });
});
