import { describe, expect, it } from 'vitest';
import { payloadBytes } from '../../../../core/integrity/statement.ts';
import { signed } from '../../../support/signing-keys.ts';
import { directive, labels } from './answers.ts';
import { directiveNow, keys, other } from './documents.ts';

describe('a node ignores, without alarm', () => {
  it.each([
    {
      what: 'an older directive',
      answer: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 4, digest: other } }),
    },
    {
      what: 'the directive it holds',
      answer: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 3, digest: directiveNow.digest } }),
    },
    { what: 'older labels', answer: () => labels({}, { revision: 3, digest: other, labels: {} }) },
  ])('$what', ({ answer }) => expect(answer()).toStrictEqual({ ok: true, kind: 'ignored' }));

  it('an unknown field of a signed document', () => {
    const statement = { ...directiveNow.document, future: { field: true } };
    expect(directive(signed(payloadBytes(statement), keys.release))).toMatchObject({ ok: true, kind: 'newer' });
  });
});
