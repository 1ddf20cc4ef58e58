import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../../schemas/api/index.ts';
import type { Access } from '../../../../schemas/api/route.ts';
import type { Role } from '../../../../schemas/principal.ts';
import { type Asked, asked, decisionOf, faceless, told } from './asking.ts';
import { DECISIONS } from './decisions.ts';
import { type Estate, openEstate, ROLES } from './estate.ts';

/** The letters of the route table, written down a second time on purpose. */
const MAY: Readonly<Record<Access, readonly Role[]>> = {
  V: ['Viewer', 'Developer', 'Operator', 'Admin'],
  D: ['Developer', 'Admin'],
  O: ['Operator', 'Admin'],
  A: ['Admin'],
  open: [],
  node: [],
  enrolment: [],
};
const ofPeople = ROUTES.filter(({ access }) => MAY[access].length > 0);
const RELATIONS = ['own', 'other'] as const;

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
afterAll(() => estate.close());

it('every route has a decision, and every decision a route', () => {
  expect(ROUTES.map(({ operationId }) => operationId).toSorted()).toStrictEqual(Object.keys(DECISIONS).toSorted());
});
it('a thing in the path has an answer for who may not see it, and for when it is not there', () => {
  const undecided = ROUTES.filter(({ path, operationId }) => {
    const { params, other, absent } = decisionOf(operationId);
    return path.includes('{') && !(params && other && absent);
  });
  expect(undecided).toStrictEqual([]);
});

const cases = ofPeople.flatMap((route) =>
  [route.path, ...(route.aliases ?? [])].map((path) => ({
    route,
    method: route.method,
    path,
    decision: decisionOf(route.operationId),
  })),
);
it('looks at the whole table', () => expect(cases.length).toBeGreaterThanOrEqual(70));

describe.each(cases)('$method $path', ({ route, path, decision }) => {
  const { own, other = own, absent, absentToOthers = absent, because } = decision;
  const may = MAY[route.access];

  it.each(ROLES.filter((role) => !may.includes(role)))('%s: forbidden, the same of everything', async (role) => {
    const before = estate.events();
    const answers: Asked[] = [];
    for (const relation of RELATIONS)
      for (const there of [true, false])
        answers.push(await asked(estate, route, path, there, await estate.bearer(role, relation)));
    expect(answers.map(told)).toStrictEqual(answers.map(() => '403 forbidden'));
    expect(new Set(answers.map(faceless)).size).toBe(1);
    // What `params` made to be asked for is no answer's doing.
    if (!decision.params) expect(estate.events()).toBe(before);
  });

  it.each(may)(`%s, on the lists: ${own}${absent ? `, absent ${absent}` : ''}`, async (role) => {
    expect(told(await asked(estate, route, path, true, await estate.bearer(role, 'own')))).toBe(own);
    if (absent) expect(told(await asked(estate, route, path, false, await estate.bearer(role, 'own')))).toBe(absent);
  });

  it.each(may.filter((role) => role !== 'Admin'))(`%s, on no list: ${other}, as if it were absent`, async (role) => {
    const hidden = await asked(estate, route, path, true, await estate.bearer(role, 'other'));
    expect(told(hidden)).toBe(other);
    if (!absentToOthers) return;
    const gone = await asked(estate, route, path, false, await estate.bearer(role, 'other'));
    expect(told(gone)).toBe(absentToOthers);
    // Where all may read there is nothing to hide; elsewhere the two must be one answer, but for names that are claimed.
    if (other === own || because) return;
    expect(faceless(hidden)).toBe(faceless(gone));
  });
  if (may.includes('Admin'))
    it(`Admin, on no list: ${own}, as on them`, async () =>
      expect(told(await asked(estate, route, path, true, await estate.bearer('Admin', 'other')))).toBe(own));

  it('a person without a role: forbidden', async () =>
    expect(told(await asked(estate, route, path, true, await estate.unmapped()))).toBe('403 forbidden'));
  it.each<[string, () => Promise<string | undefined>]>([
    ['nobody', async () => undefined],
    ['somebody of an issuer nobody configured', async () => `Bearer ${await estate.stranger.sign()}`],
    ['a node', async () => `Bearer ${estate.node.token}`],
    ['an enrolment token', async () => estate.enrolmentHeader],
    ['no token at all', async () => 'Bearer '],
  ])('%s: unauthenticated, the same of everything', async (_name, credential) => {
    const answers: Asked[] = [];
    for (const there of [true, false]) answers.push(await asked(estate, route, path, there, await credential()));
    expect(answers.map(told)).toStrictEqual(['401 unauthenticated', '401 unauthenticated']);
    expect(new Set(answers.map(faceless)).size).toBe(1);
  });
});
