import fc from 'fast-check';
import type { GivenVerdict } from '../../../core/verdicts/validation.ts';
import { decideVersion, type VersionCommand } from '../../../core/version/decide.ts';
import type { VersionEvent, VersionProfile } from '../../../core/version/events.ts';
import { VERSION, type VersionState } from '../../../core/version/evolve.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { digest, mostly, person, words } from './words.ts';

type Said = Intention<VersionState, VersionEvent>;
const of = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, seen: VersionState, at: string) => VersionCommand) =>
  arbitrary.map(
    (said): Said =>
      (seen, at) => {
        const bound = command(said, seen, at);
        return (state) => decideVersion(bound, state);
      },
  );

const controlPlane = 'plumbline-test';
const profile: VersionProfile = {
  config: 'till.production',
  version: '1.0.0',
  digest: 'a'.repeat(64),
  sizeBytes: 2,
  mediaType: 'application/json',
  schema: null,
  requiredVerdicts: [],
  author: 'ada',
  authors: ['ada', 'bob'],
  from: null,
  note: null,
};
const passed = (at: string): GivenVerdict => ({
  check: 'rail',
  result: 'passed',
  at,
  by: null,
  note: null,
  findings: [],
});
const tags = fc.uniqueArray(fc.constantFrom('stable' as const, 'beta' as const), { maxLength: 2 });
const result = fc.constantFrom('passed' as const, 'failed' as const);

const commands: Readonly<Record<VersionCommand['type'], fc.Arbitrary<Said>>> = {
  PublishVersion: of(
    fc.record({ review: fc.boolean(), rail: fc.boolean(), tags }),
    ({ review, rail, tags }, _, at) => ({
      type: 'PublishVersion',
      at,
      controlPlane,
      profile: { ...profile, requiredVerdicts: review ? ['review'] : [] },
      tags,
      verdicts: rail ? [passed(at)] : [],
    }),
  ),
  ReviewVersion: of(fc.record({ by: person, result, note: words }), (said, _, at) => ({
    type: 'ReviewVersion',
    controlPlane,
    verdict: { check: 'review', at, findings: [], ...said },
  })),
  KeepSignature: of(fc.record({ mostly, digest }), (said, { statement }, at) => ({
    type: 'KeepSignature',
    at,
    digest: (said.mostly && statement?.digest) || said.digest,
    envelope: { payloadType: 'x', payload: at, signatures: [] },
  })),
  SetTags: of(tags, (wanted, _, at) => ({ type: 'SetTags', at, tags: wanted })),
  RevokeVersion: of(words, (justification, _, at) => ({ type: 'RevokeVersion', at, by: 'ada', justification })),
  EraseContent: of(words, (justification, _, at) => ({ type: 'EraseContent', at, by: 'ada', justification })),
};

export const version = anyNoun<VersionState, VersionEvent>({ kind: VERSION, commands });
