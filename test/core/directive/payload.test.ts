import { describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import { draftDirective } from '../../../core/directive/payload.ts';
import { pastHalfLife } from '../../../core/directive/servable.ts';
import { fromBase64 } from '../../../core/integrity/base64.ts';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { Directive } from '../../../schemas/documents.ts';

const AT = '2026-11-22T09:30:00.000Z';
const hash = (letter: string): string => letter.repeat(64);
const release = (generation: number, epoch = 1): ReleaseRef => ({
  epoch,
  generation,
  digest: hash(String(generation)),
  envelopeSha256: null,
  snapshot: { name: 's', revision: 1, digest: hash('b') },
  contentDigest: hash('c'),
  deploymentId: '00000000-0000-4000-8000-000000000001',
});
const candidate = {
  generation: 3,
  digest: hash('3'),
  deploymentId: release(3).deploymentId,
  cutoff: '8000000000000000',
  mode: 'activate',
} as const;
const cluster: ClusterState = {
  ...CLUSTER.initial,
  exists: true,
  name: 'a.production',
  epoch: 1,
  generation: 3,
  directiveLifetimeSeconds: 60,
};
const context = { controlPlane: 'acme', at: AT };
const payloadOf = (state: ClusterState, checkpoint?: string): string =>
  Buffer.from(fromBase64(draftDirective(state, { ...context, checkpoint }).payload) ?? []).toString();

describe('a directive', () => {
  it('is these bytes for ever', () =>
    expect(payloadOf({ ...cluster, stable: release(2), candidate, keep: [release(2)] }, 'note\n')).toBe(
      '{"_type":"https://in-toto.io/Statement/v1","predicate":{' +
        `"candidate":{"cutoff":"8000000000000000","deploymentId":"${candidate.deploymentId}","digest":"${hash('3')}","generation":3,"mode":"activate"},` +
        '"checkpoint":"note\\n","cluster":"a.production","controlPlane":"acme","epoch":1,"expiresAt":"2026-11-22T09:31:00.000Z",' +
        `"issuedAt":"${AT}","keep":[{"digest":"${hash('2')}","generation":2}],"sequence":1,"stable":{"digest":"${hash('2')}","generation":2}},` +
        '"predicateType":"https://plumbline.dev/directive/v1","subject":[' +
        `{"digest":{"sha256":"${hash('2')}"},"name":"release-2"},{"digest":{"sha256":"${hash('3')}"},"name":"release-3"}]}`,
    ));

  it('of a new cluster names no release', () => {
    const { predicate, subject } = Directive.parse(JSON.parse(payloadOf(cluster)));
    expect(subject).toStrictEqual([]);
    expect(Object.keys(predicate).sort()).toStrictEqual([
      'cluster',
      'controlPlane',
      'epoch',
      'expiresAt',
      'issuedAt',
      'sequence',
    ]);
  });

  it('names no release of another epoch', () => {
    const { predicate } = Directive.parse(
      JSON.parse(payloadOf({ ...cluster, epoch: 2, stable: release(2), keep: [release(1), release(2, 2)] })),
    );
    expect(predicate.stable).toBeUndefined();
    expect(predicate.keep).toStrictEqual([{ generation: 2, digest: hash('2') }]);
  });

  it('counts on from the newest one, signed or not, and has the digest of its bytes', () => {
    const first = draftDirective(cluster, context);
    const second = draftDirective({ ...cluster, directive: { ...first, envelope: null } }, context);
    expect(second).toMatchObject({ sequence: 2, epoch: 1, issuedAt: AT, expiresAt: '2026-11-22T09:31:00.000Z' });
    expect(second.digest).toBe(sha256Hex(fromBase64(second.payload) ?? ''));
  });
});

it.each([
  { now: '2026-11-22T09:30:29.999Z', expected: false },
  { now: '2026-11-22T09:30:30.000Z', expected: true },
])('at $now, half of a life of one minute is over: $expected', ({ now, expected }) => {
  const directive = { ...draftDirective(cluster, context), envelope: null };
  expect(pastHalfLife({ directive }, now)).toBe(expected);
});
