import { describe, expect, it } from 'vitest';
import { ROOMS } from '../../../lib/rooms.ts';
import type { Made } from '../support/made.ts';
import { at, ofType, type Resource } from '../support/plain-template.ts';
import { list, roles, type Statement } from '../support/policies.ts';
import { wordOf } from '../support/resource-words.ts';

/** docs/protocol.md §7, line by line: which room may do what with a key, besides reading its public part. */
const MATRIX: Readonly<Record<string, readonly string[]>> = {
  'release-key': ['rollout kms:Sign'],
  'checkpoint-key': ['project kms:Sign'],
  'data-key': [
    'control kms:Decrypt',
    'control kms:GenerateDataKeyWithoutPlaintext',
    'node kms:Decrypt',
    'node kms:GenerateDataKeyWithoutPlaintext',
    'sweep kms:GenerateDataKeyWithoutPlaintext',
  ],
  'secrets-key': ['control kms:GenerateDataKey', 'node kms:Decrypt'],
};
/** Where KMS has no Ed25519: `project` opens the sealed checkpoint key, whoever is first makes it. */
const SOFTWARE = ['control kms:Encrypt', 'project kms:Decrypt', 'project kms:Encrypt'];

const SPECS: Readonly<Record<string, string>> = {
  'release-key': 'ECC_NIST_P256',
  'checkpoint-key': 'ECC_NIST_EDWARDS25519',
  'data-key': 'SYMMETRIC_DEFAULT',
  'secrets-key': 'SYMMETRIC_DEFAULT',
};
const USES =
  /^kms:(Sign|Verify|Decrypt|Encrypt|ReEncrypt\w*|GenerateDataKey\w*|GenerateMac|VerifyMac|CreateGrant|DeriveSharedSecret|\*)$/;

const matrixOf = ({ stage }: Made): Readonly<Record<string, readonly string[]>> => {
  const { 'checkpoint-key': _, ...others } = MATRIX;
  return stage.checkpointKey === 'kms'
    ? MATRIX
    : { ...others, 'data-key': [...(others['data-key'] ?? []), ...SOFTWARE].toSorted() };
};
const roomOf = (role: string): string =>
  ROOMS.find((room) => role.startsWith(`<Roles${room}`) || role.startsWith(`Roles${room}`)) ?? role;
/** The role a statement of a key policy is for: by its condition, or where none is known, by name. */
const askedFor = (principal: unknown, condition: Statement['Condition']): string =>
  String(condition?.['ArnEquals']?.['aws:PrincipalArn'] ?? (principal as { AWS: string }).AWS);
const keysOf = (made: Made): [word: string, key: Resource][] =>
  ofType(made.data, 'AWS::KMS::Key').map(([id, key]) => [wordOf(`<${id}.Arn>`), key]);
const statementsOf = (key: Resource): readonly Statement[] => at(key, 'KeyPolicy.Statement') as readonly Statement[];

export const keySuite = (all: readonly Made[]): void =>
  describe.each(all)('keys of $name', (made) => {
    it('are those of the matrix, each of its kind, and another Region could take them over', () => {
      expect(
        keysOf(made)
          .map(([word]) => word)
          .toSorted(),
      ).toStrictEqual(Object.keys(matrixOf(made)).toSorted());
      for (const [word, key] of keysOf(made)) {
        expect(at(key, 'KeySpec'), word).toBe(SPECS[word]);
        expect(at(key, 'MultiRegion'), word).toBe(true);
        const symmetric = SPECS[word] === 'SYMMETRIC_DEFAULT';
        expect(at(key, 'KeyUsage'), word).toBe(symmetric ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY');
        expect(at(key, 'EnableKeyRotation'), word).toBe(symmetric ? true : undefined);
      }
    });

    it('are used by the rooms of the matrix and nobody else: by the roles', () => {
      const used: Record<string, string[]> = {};
      for (const [role, statements] of roles(made))
        for (const { Action, Resource } of statements)
          for (const arn of list(Resource).filter((one) => wordOf(one).endsWith('-key')))
            for (const action of list(Action).filter((one) => USES.test(one)))
              used[wordOf(arn)] = [...(used[wordOf(arn)] ?? []), `${roomOf(role)} ${action}`];
      const sorted = Object.fromEntries(
        Object.entries(used).map(([word, who]) => [word, [...new Set(who)].toSorted()]),
      );
      expect(sorted).toStrictEqual(matrixOf(made));
    });

    it('are used by the rooms of the matrix and nobody else: by the policies of the keys', () => {
      for (const [word, key] of keysOf(made)) {
        const uses = statementsOf(key).flatMap(({ Action, Principal, Condition }) =>
          list(Action)
            .filter((action) => USES.test(action))
            .map((action) => `${roomOf(askedFor(Principal, Condition))} ${action}`),
        );
        expect([...new Set(uses)].toSorted(), word).toStrictEqual(matrixOf(made)[word]);
      }
    });

    it('never lock the account out, and give it no use of a key', () => {
      for (const [word, key] of keysOf(made)) {
        const [administration, ...others] = statementsOf(key);
        expect(administration?.Principal, word).toStrictEqual({ AWS: 'arn:aws:iam::123456789012:root' });
        expect(list(administration?.Action)).toContain('kms:PutKeyPolicy');
        expect(list(administration?.Action).filter((action) => USES.test(action))).toStrictEqual([]);
        expect(others.every(({ Principal, Condition }) => askedFor(Principal, Condition).startsWith('<Roles'))).toBe(
          true,
        );
        expect(others.length).toBeGreaterThan(0);
      }
    });

    const asked = made.stage.requestConditions;

    it('sign only as each is meant: a digest with the release key, bytes with the checkpoint key', () => {
      const signing = [...[...roles(made).values()].flat(), ...keysOf(made).flatMap(([, key]) => statementsOf(key))]
        .filter(({ Action }) => list(Action).includes('kms:Sign'))
        .map(({ Condition }) => JSON.stringify(Condition?.['StringEquals']));
      const digest = JSON.stringify({ 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' });
      const raw = JSON.stringify({ 'kms:SigningAlgorithm': 'ED25519_SHA_512', 'kms:MessageType': 'RAW' });
      const software = [digest, digest].map((one) => (asked ? one : undefined));
      const expected = made.stage.checkpointKey === 'kms' ? [digest, digest, raw, raw] : software;
      expect(signing.toSorted()).toStrictEqual(expected.toSorted());
    });

    it('that seal other keys are bound to what they seal', () => {
      const uses = [...roles(made)].flatMap(([role, statements]) =>
        statements
          .filter(({ Resource }) => list(Resource).some((arn) => wordOf(arn) === 'data-key'))
          .flatMap(({ Condition }) => {
            const use = list(Condition?.['StringEquals']?.['kms:EncryptionContext:use'] as string);
            return `${roomOf(role)}: ${use.join(' ')}`;
          }),
      );
      const software = ['control: checkpoint-key', 'project: checkpoint-key'];
      const bound = ['control: keyring/labels', 'node: keyring/labels keyring/node-token', 'sweep: keyring/node-token'];
      const expected = [...bound, ...(made.stage.checkpointKey === 'software' ? software : [])];
      if (asked) expect(uses.toSorted()).toStrictEqual(expected.toSorted());
      else expect(uses.join()).not.toContain('checkpoint-key');
    });
  });
