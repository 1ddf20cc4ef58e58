import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inkFor } from '../../../cli/output/ink.ts';
import { printable, printableText } from '../../../cli/output/printable.ts';
import { card, rows } from '../../../cli/output/table.ts';
import { ago, short, size, span } from '../../../cli/output/words.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the rule here
const RAW = /[\u0000-\u001f\u007f-\u009f]/;

describe('printable', () => {
  it.each([
    { name: 'escape', raw: '\u001b[31m', shown: '\\u001b[31m' },
    { name: 'the one-byte form of it', raw: '\u009b31m', shown: '\\u009b31m' },
    { name: 'a line break', raw: 'a\r\nb', shown: 'a\\u000d\\u000ab' },
    { name: 'right-to-left override', raw: '\u202egpj.exe', shown: '\\u202egpj.exe' },
    { name: 'delete', raw: '\u007f', shown: '\\u007f' },
    { name: 'the last harmless before it', raw: '~ é 漢 🙂', shown: '~ é 漢 🙂' },
  ])('shows $name', ({ raw, shown }) => expect(printable(raw)).toBe(shown));

  it('reaches every string of a value, keys too, and nothing else', () => {
    const value = { 'a\u0007': ['\u001b', 1, null, true, { b: undefined }] };
    expect(printable(value)).toStrictEqual({ 'a\\u0007': ['\\u001b', 1, null, true, { b: undefined }] });
  });

  it('leaves no control character in any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !RAW.test(printable(text))));
  });

  it('changes no value of a JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(printableText(text))).toStrictEqual(JSON.parse(text));
      }),
    );
  });
});

describe('words', () => {
  const NOW = Date.parse('2026-11-22T12:00:00.000Z');
  it.each([
    { seconds: 0, words: 'now' },
    { seconds: 1, words: '1 s ago' },
    { seconds: 59, words: '59 s ago' },
    { seconds: 60, words: '1 min ago' },
    { seconds: 3599, words: '59 min ago' },
    { seconds: 3600, words: '1 h ago' },
    { seconds: 172_799, words: '47 h ago' },
    { seconds: 172_800, words: '2 d ago' },
    { seconds: -1, words: 'in 1 s' },
    { seconds: -3600, words: 'in 1 h' },
  ])('$seconds s before now is "$words"', ({ seconds, words }) => {
    expect(ago(new Date(NOW - seconds * 1000).toISOString(), NOW)).toBe(words);
  });
  it('leaves what is no time as it is', () => expect(ago('soon', NOW)).toBe('soon'));
  it('says spans', () => expect([0, 90, 7200].map(span)).toStrictEqual(['0 s', '1 min', '2 h']));
  it.each([
    { bytes: 999, words: '999 B' },
    { bytes: 1000, words: '1.0 KB' },
    { bytes: 999_999, words: '1000.0 KB' },
    { bytes: 1_000_000, words: '1.0 MB' },
  ])('$bytes bytes are $words', ({ bytes, words }) => expect(size(bytes)).toBe(words));
  it('cuts digests after twelve characters', () => {
    expect(['0'.repeat(12), '0'.repeat(64)].map(short)).toStrictEqual(['000000000000', '000000000000…']);
  });
});

describe('tables', () => {
  const ink = inkFor(false);
  it('stand under headings, two blanks apart, with nothing after the last word', () => {
    const made = rows(
      ink,
      ['name', 'n'],
      [
        ['漢字', '1'],
        ['a', '22'],
      ],
    );
    expect(made.split('\n')).toStrictEqual(['NAME  N', '漢字  1', 'a     22']);
  });
  it('take colour without losing their columns', () => {
    const coloured = rows(inkFor(true), ['a', 'b'], [[inkFor(true).good('x'), 'y']]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are our own colours
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(rows(ink, ['a', 'b'], [['x', 'y']]));
  });
  it('leave out what is not there', () => {
    expect(card(ink, { name: 'x', gone: undefined, 'two words': 'y' }).split('\n')).toStrictEqual([
      'name       x',
      'two words  y',
    ]);
  });
});
