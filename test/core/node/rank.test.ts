import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inCohort, matches, rankOf } from '../../../core/node/rank.ts';
import type { Labels } from '../../../schemas/words.ts';
import { CLUSTER, candidateOf, draftRelease } from '../../support/fleet-documents.ts';

const release = draftRelease(1, { [CLUSTER]: 'one' });
const hex = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((all) => all.join(''));
const node = hex(32).map((id) => `node-${id}`);

describe('rank', () => {
  it('is the first 16 hex characters of SHA-256 over deployment, slash, node', () => {
    // printf '5f3c…/node-00…' | sha256sum
    expect(rankOf('5f3c2b1a-0000-4000-8000-000000000001', `node-${'0'.repeat(32)}`)).toBe('0cdad05a7a879a92');
  });

  it('shuffles anew for every deployment', () => {
    const nodes = Array.from({ length: 200 }, (_, index) => `node-${String(index).padStart(32, '0')}`);
    const order = (deployment: string) =>
      nodes.toSorted((a, b) => (rankOf(deployment, a) < rankOf(deployment, b) ? -1 : 1));
    const [first, second] = [order('a').slice(0, 20), order('b').slice(0, 20)];
    expect(first.filter((each) => second.includes(each)).length).toBeLessThan(10);
  });
});

describe('cohort', () => {
  it('holds a node whose rank is the cutoff, and not one just above', () => {
    const id = `node-${'7'.repeat(32)}`;
    const rank = rankOf(candidateOf(release).deploymentId, id);
    const below = (BigInt(`0x${rank}`) - 1n).toString(16).padStart(16, '0');
    expect(inCohort(candidateOf(release, { cutoff: rank }), id, null)).toBe(true);
    expect(inCohort(candidateOf(release, { cutoff: below }), id, null)).toBe(false);
  });

  it('only grows with its cutoff', () =>
    fc.assert(
      fc.property(node, hex(16), hex(16), (id, a, b) => {
        const [low, high] = a <= b ? [a, b] : [b, a];
        const joined = (cutoff: string) => inCohort(candidateOf(release, { cutoff }), id, null);
        expect(joined(low) && !joined(high)).toBe(false);
      }),
    ));

  it('is empty before the first cutoff, and everybody at the last', () =>
    fc.assert(
      fc.property(node, (id) => {
        expect(inCohort(candidateOf(release, { cutoff: '' }), id, null)).toBe(false);
        expect(inCohort(candidateOf(release, { cutoff: 'f'.repeat(16) }), id, null)).toBe(true);
      }),
    ));
});

describe('selector', () => {
  const selector = { matchLabels: { region: 'eu', tier: 'edge' } };
  it.each<{ name: string; labels: Labels | null; expected: boolean }>([
    { name: 'all labels are there', labels: { region: 'eu', tier: 'edge', more: 'x' }, expected: true },
    { name: 'one is missing', labels: { region: 'eu' }, expected: false },
    { name: 'one has another value', labels: { region: 'eu', tier: 'core' }, expected: false },
    { name: 'the node has no labels statement', labels: null, expected: false },
  ])('$name: $expected', ({ labels, expected }) => expect(matches(selector, labels)).toBe(expected));
  it('is not fooled by inherited names', () => expect(matches({ matchLabels: { toString: 'x' } }, {})).toBe(false));
  it('matches everybody when there is none', () => expect(matches(undefined, null)).toBe(true));
});
