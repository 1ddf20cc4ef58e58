import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptDirective } from '../../../core/node/accept-directive.ts';
import { acceptRelease } from '../../../core/node/accept-release.ts';
import { openRelease } from '../../../core/node/open-release.ts';
import { LABELS_TYPE } from '../../../schemas/documents.ts';
import { CLUSTER, CONTROL_PLANE } from '../../support/fleet-documents.ts';
import {
  beside,
  content,
  directiveTale,
  hand,
  msOf,
  now,
  placeOf,
  releaseTale,
  subjects,
  usually,
} from './any-tale.ts';
import { directiveAnswer, mayInstall, releaseOpens } from './model.ts';
import { directiveOf, EPOCH, releaseOf, sent, trust } from './tales.ts';

/** Each answer must have been given often, or a law says little. */
const often = (answers: Readonly<Record<string, number>>): void =>
  expect(Object.entries(answers).filter(([, times]) => times < 50)).toStrictEqual([]);

describe('a node never accepts what the protocol refuses, and accepts the rest', () => {
  it('of directives', () => {
    const answers = { newer: 0, ignored: 0, refused: 0 };
    const before = fc.option(fc.record({ sequence: fc.integer({ min: 1, max: 4 }), content }));
    fc.assert(
      fc.property(directiveTale, hand, before, now, (tale, hand, held, now) => {
        const { subjects } = tale;
        const type = tale.type === 'labels' ? { type: LABELS_TYPE } : {};
        const { envelope, digest } = sent(directiveOf(tale), hand, { subjects, ...type });
        const same = held?.content === tale.content;
        const mark = held && {
          epoch: EPOCH,
          sequence: held.sequence,
          digest: same ? digest : directiveOf({ ...tale, content: held.content }).digest,
        };
        const answer = acceptDirective(envelope, trust, { cluster: CLUSTER, held: mark, nowMs: msOf(now) });
        const expected = directiveAnswer(tale, hand, held && { sequence: held.sequence, same }, now);
        expect(answer.ok ? answer.kind : 'refused').toBe(expected);
        answers[expected] += 1;
      }),
      { numRuns: 800 },
    );
    often(answers);
  });

  it('of the bytes of releases', () => {
    const answers = { opened: 0, refused: 0 };
    const digestNamed = usually<'its digest' | 'another digest'>('its digest', 'another digest');
    fc.assert(
      fc.property(releaseTale, hand, subjects, digestNamed, (tale, hand, subjects, named) => {
        const { envelope, digest } = sent(releaseOf(tale), hand, { subjects });
        const answer = openRelease(envelope, trust, named === 'its digest' ? digest : 'f'.repeat(64));
        const expected = releaseOpens(hand, subjects, named);
        expect(answer.ok).toBe(expected);
        answers[expected ? 'opened' : 'refused'] += 1;
      }),
      { numRuns: 400 },
    );
    often(answers);
  });

  it('of releases, by what it holds and when', () => {
    const answers = { installed: 0, refused: 0 };
    const situation = fc.record({
      /** How far the generation that the directive names lies from its own; null: it names none. */
      namedOff: usually<number | null>(0, 1, null),
      floor: fc.option(beside),
      held: fc.array(beside, { maxLength: 3 }),
      toActivate: usually(true, false),
      now,
    });
    fc.assert(
      fc.property(releaseTale, situation, (tale, { namedOff, floor, held, toActivate, now }) => {
        const drafted = releaseOf(tale);
        const { envelope, digest } = sent(drafted, { signer: 'release', spaced: false });
        const release = openRelease(envelope, trust, digest);
        if (!release.ok) throw new Error(release.code);
        const knows = { floor: floor && placeOf(tale, floor), held: held.map((each) => placeOf(tale, each)) };
        const namedAs = namedOff === null ? null : tale.generation + namedOff;
        const answer = acceptRelease(release, {
          controlPlane: CONTROL_PLANE,
          cluster: CLUSTER,
          epoch: EPOCH,
          named: namedAs === null ? undefined : { generation: namedAs },
          ...knows,
          toActivate,
          nowMs: msOf(now),
        });
        const its = { digest, previousDigest: drafted.document.predicate.previousDigest };
        const expected = mayInstall(tale, its, { namedAs, ...knows, toActivate, now });
        expect(answer.ok).toBe(expected);
        answers[expected ? 'installed' : 'refused'] += 1;
      }),
      { numRuns: 1000 },
    );
    often(answers);
  });
});
