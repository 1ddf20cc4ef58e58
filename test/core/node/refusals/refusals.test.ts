import { describe, expect, it } from 'vitest';
import { REFUSALS, type RefusalCode } from '../../../../core/node/refusals.ts';
import { CLUSTER, candidateOf, draftRelease, issueDirective } from '../../../support/fleet-documents.ts';
import { next } from './answers.ts';
import { BYTES } from './bytes.ts';
import { keys, other, place, release } from './documents.ts';
import { NAMES } from './names.ts';
import { ORDER } from './order.ts';
import { ROOTS } from './roots.ts';
import { SIGNATURES } from './signatures.ts';
import { SWAPS } from './swaps.ts';
import { TIME } from './time.ts';
import { WHOSE } from './whose.ts';

const ROWS = [SIGNATURES, WHOSE, ROOTS, ORDER, TIME, NAMES, BYTES, SWAPS].flat();

describe('a node refuses', () => {
  it.each(ROWS.map((row) => ({ ...row, name: `${row.code} when ${row.when}` })))(
    '$name',
    ({ code, refused, accepted }) => {
      expect(refused()).toStrictEqual({ ok: false, code });
      expect(accepted()).toMatchObject({ ok: true });
    },
  );

  it('has a row for each code of the list but those that a download and a hook decide', () => {
    const shown = new Set(ROWS.map(({ code }) => code));
    expect(Object.keys(REFUSALS).filter((code) => !shown.has(code as RefusalCode))).toStrictEqual([
      'too_slow',
      'rejected_by_hook',
    ]);
  });
});

it('a candidate is judged like any release', () => {
  const word = issueDirective(keys, 4, { candidate: candidateOf(release) }).document.predicate;
  expect(next({ directive: word, floor: place(6, other), running: place(6, other) })).toStrictEqual({
    ok: false,
    code: 'rolled_back',
  });
  expect(draftRelease(5, { [CLUSTER]: 'five' }).digest).toBe(release.digest);
});
