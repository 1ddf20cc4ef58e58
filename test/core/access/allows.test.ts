import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows } from '../../../core/access/allows.ts';
import { ACCESS_LIST_CHARACTERS, decideSetAccess } from '../../../core/access/decide-set-access.ts';
import { ACCESS } from '../../../core/access/evolve.ts';
import { accept, reject } from '../../../core/decision.ts';
import { AccessRight } from '../../../schemas/access.ts';
import type { Principal } from '../../../schemas/principal.ts';
import { START } from '../../support/virtual-clock.ts';

const ADA = { subject: 'ada', rights: ['write' as const] };
const asked = (role: Principal['role'], entries: Parameters<typeof allows>[2]['entries'], subject = 'ada') =>
  AccessRight.options.filter((right) => allows({ subject, role }, right, { entries })).join(' ');

describe('an access list', () => {
  it.each([
    { name: 'none: the role decides', role: 'Viewer', entries: null, allowed: 'read write operate' },
    { name: 'empty: nobody', role: 'Operator', entries: [], allowed: '' },
    { name: 'empty: but an Admin', role: 'Admin', entries: [], allowed: 'read write operate' },
    { name: 'empty: and Plumbline itself', role: 'System', entries: [], allowed: 'read write operate' },
    { name: 'with an entry: its rights, and reading', role: 'Developer', entries: [ADA], allowed: 'read write' },
    { name: 'with another’s entry: nothing', role: 'Developer', entries: [{ ...ADA, subject: 'Ada' }], allowed: '' },
    { name: 'never speaks for a node', role: 'Node', entries: null, allowed: '' },
    { name: 'never speaks for a stranger', role: 'Anyone', entries: null, allowed: '' },
  ] as const)('$name', ({ role, entries, allowed }) => expect(asked(role, entries)).toBe(allowed));

  it('never gives by an entry what it refuses without', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...AccessRight.options),
        fc.subarray([...AccessRight.options], { minLength: 1 }),
        (right, rights) => {
          const listed = allows({ subject: 'ada', role: 'Developer' }, right, {
            entries: [{ subject: 'ada', rights }],
          });
          expect(listed).toBe(right === 'read' || rights.includes(right));
        },
      ),
    ));
});

describe('SetAccess', () => {
  const set = (entries: Parameters<typeof allows>[2]['entries']) => ({ at: START, entries });
  /** Entries whose JSON is exactly this long. */
  const sized = (characters: number) => {
    const entry = { subject: '', rights: ['read' as const] };
    return [{ ...entry, subject: 'x'.repeat(characters - JSON.stringify([entry]).length) }];
  };

  it.each([
    {
      name: 'a first list is stored',
      command: set([ADA]),
      state: { entries: null },
      decision: accept({ type: 'AccessListSet', at: START, entries: [ADA] }),
    },
    { name: 'the same list again changes nothing', command: set([ADA]), state: { entries: [ADA] }, decision: accept() },
    { name: 'no list where none is changes nothing', command: set(null), state: { entries: null }, decision: accept() },
    {
      name: 'a list is taken away',
      command: set(null),
      state: { entries: [ADA] },
      decision: accept({ type: 'AccessListSet', at: START, entries: null }),
    },
    {
      name: 'a list of the last size is stored',
      command: set(sized(ACCESS_LIST_CHARACTERS)),
      state: { entries: null },
      decision: accept({ type: 'AccessListSet', at: START, entries: sized(ACCESS_LIST_CHARACTERS) }),
    },
    {
      name: 'one character more is refused',
      command: set(sized(ACCESS_LIST_CHARACTERS + 1)),
      state: { entries: null },
      decision: reject('too_large', { limit: ACCESS_LIST_CHARACTERS, size: ACCESS_LIST_CHARACTERS + 1 }),
    },
  ])('$name', ({ command, state, decision }) => expect(decideSetAccess(command, state)).toStrictEqual(decision));

  it('what was set is what is held', () => {
    const decision = decideSetAccess(set([ADA]), ACCESS.initial);
    if (!decision.ok) throw new Error('accepted');
    expect(decision.events.reduce(ACCESS.evolve, ACCESS.initial)).toStrictEqual({ entries: [ADA] });
  });
});
