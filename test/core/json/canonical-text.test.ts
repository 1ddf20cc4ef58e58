import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../core/integrity/canonical.ts';
import { canonicalText, MOST_COMMAS } from '../../../core/json/canonical-text.ts';
import { readJson } from '../../../core/json/read-json.ts';
import { MAX_DEPTH, MAX_MEMBERS } from '../../../core/json/scan.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const members = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":[{}]`).join()}}`;

/** What there is without it: the text read strictly, and the form of its value. */
const formOf = (text: string): string | undefined => {
  const read = readJson(text);
  return read.ok ? canonical(read.value) : undefined;
};

/** Names with escapes or surrogate pairs, and the one that is refused, are read by other means. */
const hasOddName = (text: string): boolean => {
  let found = text.includes('"__proto__"');
  JSON.parse(text, (name) => {
    if (JSON.stringify(name) !== `"${name}"` || /[\ud800-\udfff]/.test(name)) found = true;
  });
  return found;
};

describe('the form of a text is made of the text', () => {
  it.each([
    ['{"b":1,"a":2}', '{"a":2,"b":1}'],
    ['{"a":1,"b":2}', '{"a":1,"b":2}'],
    [' { "a" : [ 1 , 2 ] , "b" : { } , "c" : [ ] }\n', '{"a":[1,2],"b":{},"c":[]}'],
    ['{"a":[],"b":{}}', '{"a":[],"b":{}}'],
    ['{"aa":1,"a!":2,"a":3,"":4}', '{"":4,"a":3,"a!":2,"aa":1}'],
    ['{"10":1,"9":2,"b":{"2":1,"1":2}}', '{"10":1,"9":2,"b":{"1":2,"2":1}}'],
    ['{"\ufb33":2,"ö":"😀","z":4}', '{"z":4,"ö":"😀","\ufb33":2}'],
    ['[{"b":1,"a":2},{"b":1,"a":2},{"a":1},{"b":3},{},{"a":4,"b":5}]', undefined],
    ['[{"b":1,"a":2},{"a":1,"b":2},{"b":1,"a":2,"A":3},{"b":1}]', undefined],
    ['[{"b":{"d":1,"c":2},"a":0},{"b":{"c":1,"d":2},"a":0}]', undefined],
    ['["a\\n\\"\\\\","\\/","\\u0041","\\u00e9","\\ud83d\\ude00","\\u001f","\u007f\u2028"]', undefined],
    ['["\\\\u0041","\\\\/","\\\\\\/","\\b\\f\\r\\t","\\u000a","\\u000A"]', undefined],
    ['{"a":"x\\u0041","b":"plain"}', '{"a":"xA","b":"plain"}'],
    ['[1.0,1.50,-0,-0.0,0.5,100,1e2,1E+2,1e-7,0.0000001,0.000001,1e21,1e20,-12.25,123456789012345]', undefined],
    ['[0,0.0,10.0,0.10,9007199254740991,5e-324,0.30000000000000004]', undefined],
    ['[true,false,null]', '[true,false,null]'],
    ['"x"', '"x"'],
    [' 1.50 ', '1.5'],
    ['null', 'null'],
    [nested(MAX_DEPTH), nested(MAX_DEPTH)],
  ])('of %s', (text, form = formOf(text)) => {
    expect(canonicalText(text)).toBe(form);
    expect(form).toBe(formOf(text));
  });

  it('of as many members as may be read, and of lists that are not very long', () => {
    const most = members(MAX_MEMBERS);
    expect(canonicalText(most)).toBe(formOf(most));
    const long = `[${'1,'.repeat(MOST_COMMAS)}1]`;
    expect(canonicalText(long)).toBe(long);
  });

  it('in every layout', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, '\t', '\r\n'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        fc.pre(!hasOddName(text));
        expect(canonicalText(text)).toBe(formOf(text));
      }),
      { numRuns: 1000 },
    ));

  it('of the rows of a table, whatever the order and number of their members', () => {
    const name = fc.constantFrom('id', 'binFrom', 'binTo', 'a', 'a b', 'ö');
    const cell = fc.oneof(fc.integer(), fc.string(), fc.constant({ b: 1, a: 2 }), fc.double({ noNaN: true }));
    const row = fc
      .uniqueArray(fc.tuple(name, cell), { selector: ([key]) => key })
      .map((cells) => Object.fromEntries(cells));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.constantFrom(0, 2), (rows, space) => {
        const text = JSON.stringify(rows, null, space);
        expect(canonicalText(text)).toBe(formOf(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('there is none', () => {
  it.each([
    ['of a name that occurs twice', '{"a":1,"b":2,"a":3}'],
    ['of one beside another', '[{"b":1,"a":2},{"b":1,"b":2}]'],
    ['of an unsafe name', '{"a":{"__proto__":1}}'],
    ['of a name with an escape, which may be another one', '{"\\u0061":1,"a":2}'],
    ['of a name with a surrogate pair', '{"😀":1}'],
    ['of half of a surrogate pair', '["a\ud800"]'],
    ['of half of one in an escape', '["\\ud800"]'],
    ['of a control character', '["a\nb"]'],
    ['of one in a name', '{"a\nb":1}'],
    ['of a number that would change', '[9007199254740993]'],
    ['of no number', '[1e400]'],
    ['of more depth', nested(MAX_DEPTH + 1)],
    ['of more members', members(MAX_MEMBERS + 1)],
    ['of longer lists', `[${'1,'.repeat(MOST_COMMAS + 1)}1]`],
    ['of a byte order mark', '\ufeff{}'],
    ['of nothing', ''],
    ...[
      ...['01', '1.', '.5', '+1', 'NaN', "{'a':1}", '{a:1}', '[1 2]', '"\\x41"', 'nul', 'truee', '\u00a01', '-', '{'],
      ...['[', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '[1,]', '[,1]', '{,}', '["a', '"a\\"', '{"a" 1}'],
      ...['{"a":1}x', '[]]', '{}}', '[}', '{]', '{"a":1 "b":2}', '{1:2}', '"', '1 1', ',', ':'],
    ].map((text): [string, string] => [`of ${text}`, text]),
  ])('%s', (_, text) => expect(canonicalText(text)).toBeUndefined());
});

it('is never taken in: what it has a form of, strict reading takes, and has the same form of', () => {
  let formed = 0;
  let refused = 0;
  const pieces = ['{', '}', '[', ']', ',', ':', '"a":', '"b":', '"a"', '1', '-0', '01', '1.50', '1e400', '\t', '\n'];
  const odd = ['"\\u0061"', '"\\ud800"', '"\\n"', '"__proto__":', 'true', '"', '\\', 'ö', '\ud800', '9007199254740993'];
  const anyText = fc.oneof(
    fc
      .tuple(
        fc.jsonValue(),
        fc.nat(),
        fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', 'e', '-', '\n', '\ud800'),
      )
      .map(([value, position, char]) => {
        const text = JSON.stringify(value);
        const at = position % (text.length + 1);
        return text.slice(0, at) + char + text.slice(at + (position % 2));
      }),
    fc.array(fc.constantFrom(...pieces, ...odd), { maxLength: 12 }).map((all) => all.join('')),
    // Rows whose names may be anything, also there twice.
    fc
      .array(fc.array(fc.constantFrom('"a":1', '"b":{"d":1,"c":2}', '"c":"x"', '"é":[]'), { maxLength: 4 }))
      .map((rows) => `[${rows.map((row) => `{${row.join()}}`).join()}]`),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const form = canonicalText(text);
      if (form === undefined) refused += 1;
      else formed += 1;
      if (form !== undefined) expect(form).toBe(formOf(text));
    }),
    { numRuns: 20_000 },
  );
  expect(Math.min(formed, refused)).toBeGreaterThan(1500);
});
