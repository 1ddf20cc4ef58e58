import { describe, expect, it } from 'vitest';
import { type HeldState, step } from '../../../core/node/step.ts';
import {
  CLUSTER,
  candidateOf,
  type DirectiveInput,
  draftDirectiveOf,
  draftRelease,
  later,
  named,
} from '../../support/fleet-documents.ts';
import { opened } from '../../support/opened-release.ts';
import { bare } from './held-states.ts';

/* Releases of several configs, and releases beside each other. */

const A = CLUSTER;
const B = 'rates.production';
type Drafted = ReturnType<typeof draftRelease>;
const held = (releases: readonly Drafted[], directive: DirectiveInput, more: Partial<HeldState> = {}): HeldState => ({
  ...bare,
  directive: draftDirectiveOf(9, directive).document.predicate,
  releases: new Map(releases.map((release) => [release.digest, opened(release)])),
  hasBlob: () => true,
  ...more,
});
const both = draftRelease(1, { [A]: 'one', [B]: 'two' });
const floor = { epoch: 1, generation: 1, digest: both.digest };
/** The node runs both. */
const on = { running: { ...floor, folder: 'releases/one' }, floor };
const [first, second] = opened(both).files;

describe('parts', () => {
  it.each([
    { name: 'all but the first', has: second, missing: [first] },
    { name: 'all but the second', has: first, missing: [second] },
    { name: 'none', has: undefined, missing: [first, second] },
  ])('that are missing are fetched, and no others: $name', ({ has, missing }) => {
    const hasBlob = (sha256: string) => sha256 === has?.sha256;
    const fetched = { do: 'fetch_blobs', release: opened(both), missing };
    expect(step(held([both], { stable: named(both) }, { hasBlob }))).toStrictEqual(fetched);
    const damaged = { hasBlob, ...on, intact: false };
    expect(step(held([both], { stable: named(both) }, damaged))).toStrictEqual(fetched);
  });
});

describe('a release of other content than the one that runs', () => {
  it.each<{ name: string; contents: Record<string, string>; does: string }>([
    { name: 'the same', contents: { [A]: 'one', [B]: 'two' }, does: 'adopt' },
    { name: 'the first changed', contents: { [A]: 'new', [B]: 'two' }, does: 'switch' },
    { name: 'the second changed', contents: { [A]: 'one', [B]: 'new' }, does: 'switch' },
    { name: 'one taken away', contents: { [A]: 'one' }, does: 'switch' },
    { name: 'one added', contents: { [A]: 'one', [B]: 'two', 'zones.production': 'x' }, does: 'switch' },
    { name: 'one under another name', contents: { [A]: 'one', 'zones.production': 'two' }, does: 'switch' },
    { name: 'changed places', contents: { [A]: 'two', [B]: 'one' }, does: 'switch' },
  ])('is switched to: $name', ({ contents, does }) => {
    const next = draftRelease(2, contents);
    expect(step(held([both, next], { stable: named(next) }, on))).toMatchObject({ do: does, target: named(next) });
  });
});

describe('a fork', () => {
  const target = draftRelease(3, { [A]: 'three' }, { previousDigest: both.digest });
  const rival = draftRelease(3, { [A]: 'another three' });
  const before = draftRelease(2, { [A]: 'another two' });
  it.each([
    { name: 'a second content of its generation', beside: [rival], rivals: [rival] },
    { name: 'a generation before it that it does not follow', beside: [before], rivals: [before] },
    { name: 'both', beside: [rival, before], rivals: [rival, before] },
    { name: 'older and later ones are none', beside: [both, rival, draftRelease(4, { [A]: 'four' })], rivals: [rival] },
    {
      name: 'nor those of another epoch',
      beside: [rival, draftRelease(3, { [A]: 'x' }, { epoch: 2 })],
      rivals: [rival],
    },
  ])('is refused with the releases that show it: $name', ({ beside, rivals }) =>
    expect(step(held([target, ...beside], { stable: named(target) }))).toStrictEqual({
      do: 'refuse',
      code: 'fork',
      target: named(target),
      rivals: rivals.map(({ digest }) => digest),
    }),
  );
  it('is not where nothing contradicts it', () =>
    expect(step(held([target, both, draftRelease(4, { [A]: 'four' })], { stable: named(target) }))).toMatchObject({
      do: 'switch',
    }));
});

describe('a preload', () => {
  const next = draftRelease(2, { [A]: 'new' });
  const directive = { stable: named(both), candidate: candidateOf(next, { mode: 'preload', cutoff: 'f'.repeat(16) }) };
  const swap = {
    ...{ generation: 1, digest: both.digest, reason: 'no', attempts: 1, quarantined: false },
    retryAtMs: Date.parse(later(60)),
  };
  it('is got ready while the release to run waits for its next attempt', () => {
    expect(step(held([both, next], directive, { swap }))).toMatchObject({ do: 'preload', target: named(next) });
    const resident = new Set([next.digest]);
    expect(step(held([both, next], directive, { swap, resident }))).toStrictEqual({
      do: 'wait',
      untilMs: swap.retryAtMs,
    });
  });
  it('may have a window that has not begun', () => {
    const early = draftRelease(2, { [A]: 'new' }, { effectiveFrom: later(60) });
    const told = { ...directive, candidate: candidateOf(early, { mode: 'preload', cutoff: 'f'.repeat(16) }) };
    expect(step(held([both, early], told, on))).toMatchObject({ do: 'preload', target: named(early) });
  });
});
