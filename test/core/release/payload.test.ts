import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { readCanonical } from '../../../core/integrity/read-canonical.ts';
import { labelsPayload } from '../../../core/labels/payload.ts';
import { type ReleaseInput, releasePayload } from '../../../core/release/payload.ts';
import { versionStatementPayload } from '../../../core/version-statement/payload.ts';
import { LabelsStatement, Release, VersionStatement } from '../../../schemas/documents.ts';

const hash = (letter: string): string => letter.repeat(64);
const AT = '2026-11-22T09:30:00.000Z';
const config = (version: string, digest: string) => ({ version, digest, mediaType: 'application/json', sizeBytes: 13 });
const input: ReleaseInput = {
  controlPlane: 'acme',
  cluster: 'payment-service.production',
  epoch: 1,
  generation: 2,
  snapshot: { name: 'spring-rates', revision: 3, digest: hash('c') },
  configs: { 'b.production': config('1.0.0', hash('b')), 'a.production': config('2.4.1', hash('a')) },
  approvals: [{ by: 'olga', at: AT, snapshotDigest: hash('c') }],
  effectiveFrom: AT,
  issuedAt: AT,
  previousDigest: hash('d'),
};
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a release', () => {
  const { bytes, digest, document } = releasePayload(input);

  it('is these bytes for ever', () =>
    expect(text(bytes)).toBe(
      '{"_type":"https://in-toto.io/Statement/v1","predicate":{' +
        `"approvals":[{"at":"${AT}","by":"olga","snapshotDigest":"${hash('c')}"}],` +
        '"cluster":"payment-service.production","configs":{' +
        '"a.production":{"mediaType":"application/json","sizeBytes":13,"version":"2.4.1"},' +
        '"b.production":{"mediaType":"application/json","sizeBytes":13,"version":"1.0.0"}},' +
        `"controlPlane":"acme","effectiveFrom":"${AT}","epoch":1,"generation":2,"issuedAt":"${AT}",` +
        `"previousDigest":"${hash('d')}","snapshot":{"digest":"${hash('c')}","name":"spring-rates","revision":3}},` +
        '"predicateType":"https://plumbline.dev/release/v1","subject":[' +
        `{"digest":{"sha256":"${hash('a')}"},"name":"a.production"},{"digest":{"sha256":"${hash('b')}"},"name":"b.production"}]}`,
    ));

  it('has their SHA-256 as digest, and its own shape', () => {
    expect(digest).toBe(sha256Hex(bytes));
    expect(Release.parse(document)).toStrictEqual(document);
    expect(readCanonical(bytes)?.value).toStrictEqual(document);
  });

  it('of a rollback has no window', () => {
    const { document: undone } = releasePayload({
      ...input,
      rollbackOf: '00000000-0000-4000-8000-000000000001',
      effectiveTo: AT,
    });
    expect(undone.predicate).toMatchObject({ rollbackOf: '00000000-0000-4000-8000-000000000001' });
    expect(Object.keys(undone.predicate)).not.toContain('effectiveFrom');
    expect(Object.keys(undone.predicate)).not.toContain('effectiveTo');
  });

  it('of generation 1 names nothing before it', () =>
    expect(Object.keys(releasePayload({ ...input, previousDigest: null }).document.predicate)).not.toContain(
      'previousDigest',
    ));

  it('does not depend on the order things came in', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 6 }), (order) => {
        const configs = (names: readonly string[]) =>
          Object.fromEntries(names.map((name) => [`${name}.production`, config('1.0.0', hash(name))]));
        const shuffled = releasePayload({ ...input, configs: configs(order) });
        expect(text(shuffled.bytes)).toBe(
          text(releasePayload({ ...input, configs: configs([...order].sort()) }).bytes),
        );
        expect(shuffled.document.subject.map(({ name }) => name)).toStrictEqual(
          [...order].sort().map((name) => `${name}.production`),
        );
      }),
    ));
});

it('labels are these bytes for ever', () => {
  const { bytes, document } = labelsPayload({
    controlPlane: 'acme',
    node: `node-${'0'.repeat(32)}`,
    revision: 2,
    labels: { zone: 'b', rack: '7' },
    issuedAt: AT,
  });
  expect(text(bytes)).toBe(
    '{"_type":"https://in-toto.io/Statement/v1","predicate":{"controlPlane":"acme",' +
      `"issuedAt":"${AT}","labels":{"rack":"7","zone":"b"},"node":"node-${'0'.repeat(32)}","revision":2},` +
      '"predicateType":"https://plumbline.dev/labels/v1","subject":[]}',
  );
  expect(LabelsStatement.parse(document)).toStrictEqual(document);
});

it('a version statement is these bytes for ever, its verdicts sorted by check', () => {
  const verdicts = [
    { check: 'schema', at: AT },
    { check: 'review', at: AT },
  ];
  const { bytes, document } = versionStatementPayload({
    controlPlane: 'acme',
    config: 'a.production',
    version: '2.4.1',
    digest: hash('a'),
    verdicts,
  });
  expect(text(bytes)).toBe(
    '{"_type":"https://in-toto.io/Statement/v1","predicate":{"config":"a.production","controlPlane":"acme","verdicts":[' +
      `{"at":"${AT}","check":"review","result":"passed"},{"at":"${AT}","check":"schema","result":"passed"}],"version":"2.4.1"},` +
      `"predicateType":"https://plumbline.dev/version/v1","subject":[{"digest":{"sha256":"${hash('a')}"},"name":"a.production"}]}`,
  );
  expect(VersionStatement.parse(document)).toStrictEqual(document);
});
