const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const arn = (service: string, name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;

/** A Cognito user pool, as `PLUMB_ISSUERS` names it. */
export const COGNITO_ISSUER = {
  issuer: `https://cognito-idp.${REGION}.amazonaws.com/${REGION}_Abc123`,
  audience: '7lq2example',
  algorithms: ['RS256' as const],
  types: [''],
  keys: { jwksUri: `https://cognito-idp.${REGION}.amazonaws.com/${REGION}_Abc123/.well-known/jwks.json` },
  roleClaim: 'cognito:groups',
  roles: { Admin: 'Admin', Operator: 'Operator', Developer: 'Developer', Viewer: 'Viewer' } as const,
  tokenUse: 'access' as const,
};

/** Every variable that some function needs, as a deployment sets them. */
export const NAMES = {
  PLUMB_AUTHORITY: REGION,
  PLUMB_CONTROL_PLANE: `plumbline-test-${ACCOUNT}-${REGION}`,
  PLUMB_STREAMS_TABLE: 'plumbline-streams',
  PLUMB_PULSES_TABLE: 'plumbline-pulses',
  PLUMB_BLOBS_BUCKET: 'plumbline-blobs',
  PLUMB_AUDIT_BUCKET: 'plumbline-audit',
  PLUMB_RELEASE_KEY: arn('kms', 'key/mrk-11111111111111111111111111111111'),
  PLUMB_CHECKPOINT_KEY: 'software',
  PLUMB_DATA_KEY: arn('kms', 'key/mrk-22222222222222222222222222222222'),
  PLUMB_STATE_MACHINE: arn('states', 'stateMachine:plumbline-rollout'),
  PLUMB_BUS: arn('events', 'event-bus/plumbline'),
  PLUMB_ROLLOUT_FUNCTION: arn('lambda', 'function:plumbline-rollout'),
  PLUMB_ISSUERS: JSON.stringify([COGNITO_ISSUER]),
} as const;
