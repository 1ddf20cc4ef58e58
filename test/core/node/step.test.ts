import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { releasesToKeep } from '../../../core/node/retention.ts';
import { type HeldState, type Step, step } from '../../../core/node/step.ts';
import { trustedRoot } from '../../../core/node/trusted-keys.ts';
import {
  CLUSTER,
  candidateOf,
  DEPLOYMENT,
  type DirectiveInput,
  draftDirectiveOf,
  draftRelease,
  fleetKeys,
  issueRoot,
  later,
  named,
  T0,
} from '../../support/fleet-documents.ts';
import { opened } from '../../support/opened-release.ts';

const root = issueRoot(fleetKeys());
const trust = trustedRoot(root.document, root.digest, CLUSTER);

const drafts = new Map(
  [1, 2, 3, 4].map((generation) => [generation, draftRelease(generation, { [CLUSTER]: `text ${generation}` })]),
);
const draft = (generation: number) =>
  drafts.get(generation) ?? draftRelease(generation, { [CLUSTER]: `text ${generation}` });
const place = (generation: number) => ({ epoch: 1, generation, digest: draft(generation).digest });
const word = (change: DirectiveInput) => draftDirectiveOf(9, change).document.predicate;

const bare: HeldState = {
  nodeId: `node-${'a'.repeat(32)}`,
  cluster: CLUSTER,
  labels: null,
  trust,
  directive: null,
  floor: null,
  running: null,
  releases: new Map(),
  hasBlob: () => false,
  resident: new Set(),
  intact: true,
  swap: null,
  nowMs: Date.parse(T0),
};
const holding = (...generations: number[]): Partial<HeldState> => ({
  releases: new Map(generations.map((each) => [draft(each).digest, opened(draft(each))])),
  hasBlob: () => true,
});
const on = (generation: number): Partial<HeldState> => ({ running: place(generation), floor: place(generation) });
const target = (generation: number, deploymentId?: string) => ({
  ...named(draft(generation)),
  ...(deploymentId === undefined ? {} : { deploymentId }),
});

const rest: Step = { do: 'rest' };
const NONE = { cutoff: '' };

interface Row {
  readonly name: string;
  readonly held: Partial<HeldState>;
  readonly expected: object;
}
const ROWS: readonly Row[] = [
  { name: 'rests without a directive', held: {}, expected: rest },
  { name: 'rests under a directive that names nothing', held: { directive: word({}) }, expected: rest },
  {
    name: 'fetches a release it does not hold',
    held: { directive: word({ stable: named(draft(1)) }) },
    expected: { do: 'fetch_release', digest: draft(1).digest },
  },
  {
    name: 'fetches the content of a release it holds',
    held: { directive: word({ stable: named(draft(1)) }), ...holding(1), hasBlob: () => false },
    expected: { do: 'fetch_blobs', missing: opened(draft(1)).files },
  },
  {
    name: 'switches when all is there',
    held: { directive: word({ stable: named(draft(1)) }), ...holding(1) },
    expected: { do: 'switch', target: target(1) },
  },
  {
    name: 'rests on what it should run',
    held: { directive: word({ stable: named(draft(1)) }), ...holding(1), ...on(1) },
    expected: rest,
  },
  {
    name: 'switches to the candidate of its cohort',
    held: {
      directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2)) }),
      ...holding(1, 2),
      ...on(1),
    },
    expected: { do: 'switch', target: target(2, DEPLOYMENT) },
  },
  {
    name: 'leaves the candidate of other nodes alone',
    held: {
      directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), NONE) }),
      ...holding(1, 2),
      ...on(1),
    },
    expected: rest,
  },
  {
    name: 'stays on the candidate it runs, whatever its cutoff says now',
    held: {
      directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), NONE) }),
      ...holding(1, 2),
      ...on(2),
    },
    expected: rest,
  },
  {
    name: 'joins late: takes the stable release when the candidate is not for it',
    held: { directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), NONE) }), ...holding(1, 2) },
    expected: { do: 'switch', target: target(1) },
  },
  {
    name: 'joins late: takes the candidate at once when it is for it',
    held: { directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2)) }), ...holding(1, 2) },
    expected: { do: 'switch', target: target(2, DEPLOYMENT) },
  },
  {
    name: 'keeps what it runs when a candidate was withdrawn and nothing is stable',
    held: { directive: word({}), ...holding(2), ...on(2) },
    expected: rest,
  },
  {
    name: 'never goes to an older stable release when its candidate is withdrawn',
    held: { directive: word({ stable: named(draft(1)) }), ...holding(1, 2), ...on(2) },
    expected: { do: 'refuse', code: 'rolled_back', target: target(1) },
  },
  {
    name: 'fetches a preload, and does not switch to it',
    held: {
      directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), { mode: 'preload' }) }),
      ...holding(1),
      ...on(1),
    },
    expected: { do: 'fetch_release', digest: draft(2).digest },
  },
  {
    name: 'says once that a preload is there',
    held: {
      directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), { mode: 'preload' }) }),
      ...holding(1, 2),
      ...on(1),
    },
    expected: { do: 'preload', target: target(2, DEPLOYMENT) },
  },
  {
    name: 'rests on a preload that was told',
    held: {
      directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), { mode: 'preload' }) }),
      ...holding(1, 2),
      ...on(1),
      resident: new Set([draft(2).digest]),
    },
    expected: rest,
  },
  {
    name: 'gets a preload ready although its stable release is quarantined',
    held: {
      directive: word({ stable: named(draft(2)), candidate: candidateOf(draft(3), { mode: 'preload' }) }),
      ...holding(1, 2, 3),
      ...on(1),
      swap: { ...named(draft(2)), attempts: 3, reason: '', quarantined: true, retryAtMs: 0 },
    },
    expected: { do: 'preload', target: target(3, DEPLOYMENT) },
  },
  {
    name: 'takes `keep` for no reason to switch',
    held: { directive: word({ keep: [named(draft(1))] }), ...holding(1) },
    expected: rest,
  },
  {
    name: 'waits out the pause after a failed switch',
    held: {
      directive: word({ stable: named(draft(2)) }),
      ...holding(1, 2),
      ...on(1),
      swap: { ...named(draft(2)), attempts: 1, reason: '', quarantined: false, retryAtMs: Date.parse(later(2)) },
    },
    expected: { do: 'wait', untilMs: Date.parse(later(2)) },
  },
  {
    name: 'tries again when the pause is over',
    held: {
      directive: word({ stable: named(draft(2)) }),
      ...holding(1, 2),
      ...on(1),
      swap: { ...named(draft(2)), attempts: 1, reason: '', quarantined: false, retryAtMs: Date.parse(T0) },
    },
    expected: { do: 'switch', target: target(2) },
  },
  {
    name: 'goes on to a release that did not fail',
    held: {
      directive: word({ stable: named(draft(3)) }),
      ...holding(1, 3),
      ...on(1),
      swap: { ...named(draft(2)), attempts: 3, reason: '', quarantined: true, retryAtMs: 0 },
    },
    expected: { do: 'switch', target: target(3) },
  },
  {
    name: 'repairs what was changed on disk, before anything else',
    held: { directive: word({ stable: named(draft(2)) }), ...holding(1, 2), ...on(1), intact: false },
    expected: { do: 'repair', release: opened(draft(1)) },
  },
  {
    name: 'repairs under an expired directive and root',
    held: {
      directive: word({ stable: named(draft(1)) }),
      ...holding(1),
      ...on(1),
      intact: false,
      nowMs: Date.parse(later(1e9)),
    },
    expected: { do: 'repair' },
  },
  {
    name: 'fetches what the store has lost of the running release',
    held: {
      directive: word({ stable: named(draft(1)) }),
      ...holding(1),
      ...on(1),
      intact: false,
      hasBlob: () => false,
    },
    expected: { do: 'fetch_blobs', missing: opened(draft(1)).files },
  },
  {
    name: 'fetches the running release itself when its envelope is lost',
    held: { directive: word({ stable: named(draft(1)) }), ...on(1), intact: false },
    expected: { do: 'fetch_release', digest: draft(1).digest },
  },
  {
    name: 'goes to the next release rather than wait for parts of a damaged one',
    held: { directive: word({ stable: named(draft(2)) }), ...holding(2), ...on(1), intact: false },
    expected: { do: 'switch', target: target(2) },
  },
];

describe('a node', () => {
  it.each(ROWS)('$name', ({ held, expected }) => expect(step({ ...bare, ...held })).toMatchObject(expected));

  it('adopts the generation of the same content, and swaps nothing', () => {
    const again = draftRelease(3, { [CLUSTER]: 'text 1' });
    const releases = new Map([draft(1), again].map((each) => [each.digest, opened(each)]));
    const held = { ...bare, ...on(1), releases, hasBlob: () => true, directive: word({ stable: named(again) }) };
    expect(step(held)).toMatchObject({ do: 'adopt', target: named(again) });
    expect(step({ ...held, intact: false })).toMatchObject({ do: 'repair' });
  });
});

describe('under any directive', () => {
  const generation = fc.integer({ min: 1, max: 4 });
  const anyHeld = fc
    .record({
      stable: fc.option(generation),
      candidate: fc.option(generation),
      mode: fc.constantFrom('activate' as const, 'preload' as const),
      cutoff: fc.constantFrom('', '8'.repeat(16), 'f'.repeat(16)),
      running: fc.option(generation),
      floor: fc.option(generation),
      holds: fc.oneof(fc.constant([1, 2, 3, 4]), fc.subarray([1, 2, 3, 4])),
      intact: fc.boolean(),
      late: fc.constantFrom(0, 0, 0, 86_399.999, 86_400, 1e9),
    })
    .map(({ stable, candidate, mode, cutoff, running, floor, holds, intact, late }): HeldState => {
      const highest = Math.max(floor ?? 0, running ?? 0);
      return {
        ...bare,
        ...holding(...holds),
        directive: word({
          ...(stable === null ? {} : { stable: named(draft(stable)) }),
          ...(candidate === null ? {} : { candidate: candidateOf(draft(candidate), { mode, cutoff }) }),
        }),
        running: running === null ? null : place(running),
        floor: highest === 0 ? null : place(highest),
        intact,
        nowMs: Date.parse(later(late)),
      };
    });

  it('never switches below its floor, to what the directive does not name, after expiry, or to part of a release', () => {
    let switched = 0;
    fc.assert(
      fc.property(anyHeld, (held) => {
        const next = step(held);
        if (next.do !== 'switch' && next.do !== 'adopt') return;
        switched++;
        expect(next.release.word.generation).toBeGreaterThanOrEqual(held.floor?.generation ?? 0);
        const { stable, candidate } = held.directive ?? {};
        expect([stable?.digest, candidate?.mode === 'activate' ? candidate.digest : undefined]).toContain(
          next.release.digest,
        );
        expect(held.nowMs).toBeLessThan(Date.parse(held.directive?.expiresAt ?? ''));
      }),
      { numRuns: 1000 },
    );
    expect(switched).toBeGreaterThan(50);
  });

  it('asks for nothing that no directive names and it does not run', () =>
    fc.assert(
      fc.property(anyHeld, (held) => {
        const next = step(held);
        if (next.do !== 'fetch_release') return;
        const { stable, candidate } = held.directive ?? {};
        expect([stable?.digest, candidate?.digest, held.running?.digest]).toContain(next.digest);
      }),
    ));
});

it('keeps the running release, the one before, and all that the directive names', () => {
  const directive = word({ stable: named(draft(1)), candidate: candidateOf(draft(2)), keep: [named(draft(3))] });
  const old = sha256Hex('old');
  expect(releasesToKeep(draft(4).digest, old, directive)).toStrictEqual(
    new Set([1, 2, 3, 4].map((each) => draft(each).digest).concat(old)),
  );
  expect(releasesToKeep(null, null, null)).toStrictEqual(new Set());
});
