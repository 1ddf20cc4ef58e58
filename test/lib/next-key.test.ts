import { expect, it } from 'vitest';
import { at, ofType } from './support/plain-template.ts';
import { synthesise } from './support/synthesise.ts';

const ISSUER = { stage: 'prod', issuer: 'https://login.example.com/', audience: 'plumbline' };
const [one, two] = [synthesise(ISSUER), synthesise({ ...ISSUER, releaseKeys: '2', checkpointKeys: '3' })];

const keysOf = ({ service }: typeof one, variable: string) => [
  ...new Set(
    ofType(service, 'AWS::Lambda::Function').flatMap(([, fn]) => {
      const value = at(fn, `Environment.Variables.${variable}`);
      return value === undefined ? [] : [String(value).replace(/(Key\d?)(?:Key)?\w{8}\.Arn/g, '$1')];
    }),
  ),
];

it('the newest key of a kind signs, the others are still published', () => {
  expect(keysOf(one, 'PLUMB_RELEASE_KEY')).toStrictEqual(['<ReleaseKey>']);
  expect(keysOf(two, 'PLUMB_RELEASE_KEY')).toStrictEqual(['<ReleaseKey2>,<ReleaseKey>']);
  expect(keysOf(two, 'PLUMB_CHECKPOINT_KEY')).toStrictEqual(['<CheckpointKey3>,<CheckpointKey2>,<CheckpointKey>']);
});

it('a new key changes nothing about the old one, and has the same policy and an alias of its own', () => {
  const keys = (which: typeof one) => ofType(which.data, 'AWS::KMS::Key').map(([id, key]) => [id, key] as const);
  const [before, after] = [new Map(keys(one)), new Map(keys(two))];
  for (const [id, key] of before) expect(after.get(id)).toStrictEqual(key);
  expect(after.size).toBe(before.size + 3);
  const release = [...after].filter(([id]) => id.startsWith('ReleaseKey')).map(([, key]) => key.Properties);
  expect(release.length).toBe(2);
  expect(release[1]).toStrictEqual(release[0]);
  const aliases = ofType(two.data, 'AWS::KMS::Alias').map(([, alias]) => String(at(alias, 'AliasName')));
  expect(new Set(aliases).size).toBe(after.size);
  expect(aliases).toContain('alias/plumbline-prod-data/release-key-2');
});

it('only rollout signs with both', () => {
  const signers = ofType(two.service, 'AWS::IAM::Policy').flatMap(([id, policy]) =>
    JSON.stringify(policy).includes('kms:Sign') && JSON.stringify(policy).includes('ReleaseKey2')
      ? [id.replace(/Policy.*/, '')]
      : [],
  );
  expect(signers).toStrictEqual(['rollout']);
});

it('an old key can be left behind', () => {
  const left = synthesise({ ...ISSUER, releaseKeys: '2-2' });
  expect(keysOf(left, 'PLUMB_RELEASE_KEY')).toStrictEqual(['<ReleaseKey2>']);
  // An export that went away while the running service holds it would stop the deployment.
  expect(left.data).toStrictEqual(synthesise({ ...ISSUER, releaseKeys: '2' }).data);
  expect(JSON.stringify(ofType(left.service, 'AWS::IAM::Policy'))).not.toMatch(/<ReleaseKey(?!2)/);
});

it.each(['0', '10', '1.5', 'two', '3-2', '0-1'])('refuses %s keys', (releaseKeys) =>
  expect(() => synthesise({ ...ISSUER, releaseKeys })).toThrow('releaseKeys'),
);
