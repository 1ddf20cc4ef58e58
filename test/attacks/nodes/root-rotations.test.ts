import { describe, expect, it } from 'vitest';
import { agentRig } from '../../support/agent-rig.ts';
import { FakeControlPlane } from '../../support/fake-control-plane.ts';
import { CLUSTER, issueRoot, named } from '../../support/fleet-documents.ts';
import { newSigningKey } from '../../support/signing-keys.ts';

/*
 * The sequences of roots that tuf-conformance walks its clients through (test_root_rotation), against the agent: by
 * whom each version is signed, and how far a node gets.
 */

const KEYS = Array.from({ length: 10 }, () => newSigningKey());

/** Indices of root keys, how many of them are needed, and who signed. */
type Version = readonly [keys: readonly number[], threshold: number, signers: readonly number[]];
const FIVE = [0, 1, 2, 3, 4];
const ANOTHER_FIVE = [0, 1, 3, 4, 5];
const ALL_NEW = [5, 6, 7, 8, 9];

const WALKED: readonly { readonly name: string; readonly versions: readonly Version[] }[] = [
  {
    name: 'one key, replaced',
    versions: [
      [[1], 1, [1]],
      [[2], 1, [2, 1]],
      [[2], 1, [2]],
    ],
  },
  {
    name: 'one key, replaced, beside signatures of nobody',
    versions: [
      [[1], 1, [3, 1, 4]],
      [[2], 1, [3, 2, 1, 4]],
      [[2], 1, [3, 2, 4]],
    ],
  },
  {
    name: 'three of five, other three each time',
    versions: [
      [FIVE, 3, [0, 2, 4]],
      [FIVE, 3, [0, 4, 1]],
      [FIVE, 3, [0, 1, 3]],
      [FIVE, 3, [0, 1, 3]],
    ],
  },
  {
    name: 'three of five, one key replaced',
    versions: [
      [FIVE, 3, [0, 2, 4]],
      [ANOTHER_FIVE, 3, [0, 4, 1]],
    ],
  },
  {
    name: 'three of five, one key replaced by way of a version that both sign',
    versions: [
      [FIVE, 3, [0, 2, 4]],
      [ANOTHER_FIVE, 3, [0, 2, 4, 5]],
      [ANOTHER_FIVE, 3, [0, 4, 5]],
    ],
  },
  {
    name: 'three of five, all replaced by way of a version that both sign',
    versions: [
      [FIVE, 3, [0, 2, 4]],
      [ALL_NEW, 3, [0, 2, 4, 5, 6, 7]],
      [ALL_NEW, 3, [5, 6, 7]],
    ],
  },
  {
    name: 'one of three becomes two of three',
    versions: [
      [[1, 2, 3], 1, [1]],
      [[1, 2, 3], 2, [1, 2]],
    ],
  },
  {
    name: 'two of three becomes one of three',
    versions: [
      [[1, 2, 3], 2, [1, 2]],
      [[1, 2, 3], 1, [1, 2]],
      [[1, 2, 3], 1, [1]],
    ],
  },
  {
    name: 'one becomes two of two',
    versions: [
      [[1], 1, [1]],
      [[1, 2], 2, [1, 2]],
    ],
  },
];

/** The last version is refused. */
const REFUSED: typeof WALKED = [
  {
    name: 'not signed by the key of before',
    versions: [
      [[1], 1, [1]],
      [[2], 1, [2, 3, 4]],
    ],
  },
  {
    name: 'not signed by the new key',
    versions: [
      [[1], 1, [1]],
      [[2], 1, [1, 3, 4]],
    ],
  },
  {
    name: 'by two of the three new ones',
    versions: [
      [FIVE, 3, [0, 2, 4]],
      [ANOTHER_FIVE, 3, [0, 2, 4]],
    ],
  },
  {
    name: 'by two of the three of before',
    versions: [
      [FIVE, 3, [0, 2, 4]],
      [ANOTHER_FIVE, 3, [0, 4, 5]],
    ],
  },
  {
    name: 'below the number that it asks for',
    versions: [
      [[1, 2, 3], 1, [1]],
      [[1, 2, 3], 2, [2]],
    ],
  },
  {
    name: 'below the number that the one before asks for',
    versions: [
      [[1, 2, 3], 2, [1, 2]],
      [[1, 2, 3], 1, [1]],
    ],
  },
  {
    name: 'twice by one of two',
    versions: [
      [[1, 2], 2, [1, 2]],
      [[1, 2], 2, [1, 1]],
    ],
  },
];

const keyOf = (index: number) => {
  const key = KEYS[index];
  if (!key) throw new Error(`no key ${index}`);
  return key;
};

/** A node that enrols with the first version pinned and is heard of; later versions are there from the beginning. */
async function walks(versions: readonly Version[]) {
  const plane = new FakeControlPlane();
  const issued = versions.map(([keys, rootThreshold, signers], index) =>
    issueRoot(
      plane.keys,
      { version: index + 1, rootKeys: keys.map((key) => keyOf(key).pem), rootThreshold },
      signers.map(keyOf),
    ),
  );
  plane.roots.splice(0, plane.roots.length, ...issued.slice(0, 1));
  const rig = await agentRig({}, { plane });
  plane.direct({ stable: named(plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(1);
  plane.roots.push(...issued.slice(1));
  await rig.rounds(3);
  const told = plane.checkIns.flatMap(({ refusals }) => refusals.map(({ code }) => code));
  return { version: plane.checkIns.at(-1)?.rootVersion, told, shown: await rig.current() };
}

describe('a node walks to the newest root', () => {
  it.each(WALKED)('$name', async ({ versions }) =>
    expect(await walks(versions)).toStrictEqual({ version: versions.length, told: [], shown: 'one' }),
  );
});

describe('a node stays where it is, and says so, when the next root is signed', () => {
  it.each(REFUSED)('$name', async ({ versions }) =>
    expect(await walks(versions)).toStrictEqual({
      version: versions.length - 1,
      told: ['bad_signature'],
      shown: 'one',
    }),
  );
});

it('walks 64 roots in a round, and the others in the next', async () => {
  const plane = new FakeControlPlane();
  const rig = await agentRig({}, { plane });
  await rig.rounds(1);
  for (let version = 2; version <= 70; version++) plane.roots.push(issueRoot(plane.keys, { version }));
  const walked = (): number => plane.requests.filter((request) => request.includes('/trust/root/')).length;
  plane.requests.length = 0;
  await rig.rounds(1);
  expect(walked()).toBe(64);
  await rig.rounds(1);
  expect(walked()).toBe(69);
  await rig.rounds(1);
  expect(plane.checkIns.at(-1)?.rootVersion).toBe(70);
});
