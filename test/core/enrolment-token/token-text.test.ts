import { describe, expect, it } from 'vitest';
import {
  enrolmentTokenText,
  readEnrolmentHeader,
  readEnrolmentToken,
  secretHash,
  secretMatches,
} from '../../../core/enrolment-token/token-text.ts';

const PARTS = {
  id: `enrol-${'0'.repeat(24)}`,
  secret: 'S'.repeat(43),
  cluster: 'till.production',
  rootVersion: 2,
  rootSha256: 'a'.repeat(64),
};
const text = (parts: object, prefix = 'plumb-enrol.v1.'): string =>
  prefix + Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('the text of an enrolment token', () => {
  it('reads as what was written, with white space around it', () => {
    expect(enrolmentTokenText(PARTS)).toBe(text(PARTS));
    expect(readEnrolmentToken(` ${enrolmentTokenText(PARTS)}\n`)).toStrictEqual(PARTS);
  });
  it.each([
    ['nothing', ''],
    ['another version', text(PARTS, 'plumb-enrol.v2.')],
    ['another alphabet', `${text(PARTS)}=`],
    ['no JSON', 'plumb-enrol.v1.AAAA'],
    ['a member too many', text({ ...PARTS, url: 'http://evil' })],
    ['a member too few', text({ ...PARTS, rootSha256: undefined })],
    ['a root version 0', text({ ...PARTS, rootVersion: 0 })],
    ['a short secret', text({ ...PARTS, secret: 'S'.repeat(42) })],
    ['too much', `plumb-enrol.v1.${'A'.repeat(2048)}`],
  ])('is not read with %s', (_name, given) => expect(readEnrolmentToken(given)).toBeUndefined());
});

describe('the header', () => {
  const credentials = `${PARTS.id}.${PARTS.secret}`;
  it.each([
    [`Enrolment ${credentials}`, { id: PARTS.id, secret: PARTS.secret }],
    [`enrolment ${credentials}`, { id: PARTS.id, secret: PARTS.secret }],
    [`Bearer ${credentials}`, undefined],
    [`Enrolment ${credentials}.more`, undefined],
    [undefined, undefined],
  ])('%s', (header, read) => expect(readEnrolmentHeader(header)).toStrictEqual(read));
});

it('a secret matches its own hash and never a token that does not exist', () => {
  expect(secretMatches(PARTS.secret, { secretSha256: secretHash(PARTS.secret) })).toBe(true);
  expect(secretMatches('T'.repeat(43), { secretSha256: secretHash(PARTS.secret) })).toBe(false);
  expect(secretMatches(PARTS.secret, { secretSha256: '' })).toBe(false);
});
