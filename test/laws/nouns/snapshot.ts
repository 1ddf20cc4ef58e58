import fc from 'fast-check';
import { decideRevision, type RevisionCommand } from '../../../core/snapshot/decide.ts';
import { decideCreateRevision } from '../../../core/snapshot/decide-create.ts';
import type { RevisionEvent, RevisionProfile } from '../../../core/snapshot/events.ts';
import { type RevisionState, SNAPSHOT_REVISION } from '../../../core/snapshot/evolve.ts';
import { START } from '../../support/virtual-clock.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { digest, mostly, person, words } from './words.ts';

type Said = Intention<RevisionState, RevisionEvent>;
const of = <T>(arbitrary: fc.Arbitrary<T>, command: (said: T, seen: RevisionState, at: string) => RevisionCommand) =>
  arbitrary.map(
    (said): Said =>
      (seen, at) => {
        const bound = command(said, seen, at);
        return (state) => decideRevision(bound, state);
      },
  );

const profile: RevisionProfile = {
  name: 'spring',
  revision: 1,
  digest: 'a'.repeat(64),
  contentDigest: 'b'.repeat(64),
  configCount: 1,
  clusters: ['till.production'],
  summary: 'new rates',
  statedRisk: 'Low',
  risk: 'High',
  riskReasons: [],
  effectiveFrom: null,
  effectiveTo: null,
  author: 'ada',
};

/** Nearly always there is a revision to speak of. */
const begin = mostly.map((there): readonly RevisionEvent[] => {
  const created = decideCreateRevision(START, profile);
  return there && created.ok ? [created.value.ofRevision] : [];
});

const commands: Readonly<Record<RevisionCommand['type'], fc.Arbitrary<Said>>> = {
  ValidateSnapshot: of(person, (by, _, at) => ({ type: 'ValidateSnapshot', at, by })),
  ApproveSnapshot: of(
    fc.record({ by: person, digest: fc.option(digest, { nil: undefined }), note: fc.option(words) }),
    (said, _, at) => ({ type: 'ApproveSnapshot', at, authors: new Set(['ada']), ...said }),
  ),
  RejectSnapshot: of(fc.record({ by: person, note: words }), (said, _, at) => ({
    type: 'RejectSnapshot',
    at,
    ...said,
  })),
  BreakGlass: of(fc.record({ by: person, justification: words }), (said, _, at) => ({
    type: 'BreakGlass',
    at,
    ...said,
  })),
};

export const snapshot = anyNoun<RevisionState, RevisionEvent>({ kind: SNAPSHOT_REVISION, commands, begin });
