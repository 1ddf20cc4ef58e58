import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sayable } from '../../../core/node/sayable.ts';
import { Component } from '../../../schemas/node-messages.ts';

it.each([
  ['plain words, Ünïcode and 漢字', 'plain words, Ünïcode and 漢字'],
  ['two\nlines\u2028and\u2029more', 'two?lines?and?more'],
  ['\u202eright to left\u0000', '?right to left?'],
  ['half \ud83d of a pair', 'half ? of a pair'],
])('%j is said as %j', (text, said) => expect(sayable(text, 100)).toBe(said));

it('cuts at the limit, and never leaves half a pair', () => {
  expect(sayable('abcd', 3)).toBe('abc');
  expect(sayable('ab\u{1f600}', 3)).toBe('ab\ufffd');
});

it('whatever it is given, the control plane takes', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(nasty, (text) => {
      const component = { name: sayable(text, 128), kind: 'config', version: '', digest: '' };
      expect(Component.safeParse(component).success).toBe(true);
    }),
  );
});
