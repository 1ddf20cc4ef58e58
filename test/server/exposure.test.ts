import { describe, expect, it } from 'vitest';
import {
  believesDevelopmentTokens,
  type Exposure,
  marksDevelopmentSubjects,
  refusedExposure,
} from '../../server/exposure.ts';

const LOOPBACK: Exposure = {
  host: '127.0.0.1',
  tls: false,
  oidc: false,
  insecureHttp: false,
  developmentTokens: false,
};
const OPEN: Exposure = { ...LOOPBACK, host: '0.0.0.0' };

describe('an address', () => {
  it.each([
    { name: '127.0.0.1 needs nothing', exposure: LOOPBACK, refused: undefined },
    { name: 'the rest of 127/8 neither', exposure: { ...LOOPBACK, host: '127.1.2.3' }, refused: undefined },
    { name: '::1 neither', exposure: { ...LOOPBACK, host: '::1' }, refused: undefined },
    { name: 'localhost neither', exposure: { ...LOOPBACK, host: 'localhost' }, refused: undefined },
    {
      name: 'a name that only starts like one does',
      exposure: { ...LOOPBACK, host: '127.0.0.1.example.org' },
      refused: '--tls-cert',
    },
    { name: 'all addresses need TLS', exposure: OPEN, refused: '--tls-cert' },
    { name: 'and somebody to believe', exposure: { ...OPEN, tls: true }, refused: '--issuers' },
    { name: 'TLS and an issuer are enough', exposure: { ...OPEN, tls: true, oidc: true }, refused: undefined },
    {
      name: 'so are both explicit flags',
      exposure: { ...OPEN, insecureHttp: true, developmentTokens: true },
      refused: undefined,
    },
    { name: 'one explicit flag is not', exposure: { ...OPEN, developmentTokens: true }, refused: '--tls-cert' },
    { name: 'nor is the other', exposure: { ...OPEN, insecureHttp: true }, refused: '--issuers' },
  ])('$name', ({ exposure, refused }) => {
    if (refused === undefined) expect(refusedExposure(exposure)).toBeUndefined();
    else expect(refusedExposure(exposure)).toContain(refused);
  });
});

describe('development tokens', () => {
  it.each([
    { name: 'on loopback', exposure: LOOPBACK, believed: true, marked: false },
    { name: 'on loopback beside an issuer', exposure: { ...LOOPBACK, oidc: true }, believed: false, marked: true },
    {
      name: 'on loopback beside an issuer, by flag',
      exposure: { ...LOOPBACK, oidc: true, developmentTokens: true },
      believed: true,
      marked: true,
    },
    { name: 'elsewhere', exposure: { ...OPEN, oidc: true }, believed: false, marked: true },
    { name: 'elsewhere, by flag', exposure: { ...OPEN, developmentTokens: true }, believed: true, marked: true },
  ])('$name: believed $believed, subjects marked $marked', ({ exposure, believed, marked }) =>
    expect([believesDevelopmentTokens(exposure), marksDevelopmentSubjects(exposure)]).toStrictEqual([believed, marked]),
  );
});
