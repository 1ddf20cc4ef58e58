import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../core/integrity/canonical.ts';
import { membersIn } from '../../../core/json/duplicate-name.ts';
import { glance } from '../../../core/json/glance.ts';
import { readJson } from '../../../core/json/read-json.ts';
import { MAX_DEPTH, scan } from '../../../core/json/scan.ts';
import type { Json } from '../../../schemas/words.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const refusal = (source: string | Uint8Array) => {
  const read = readJson(source);
  return read.ok ? 'read' : { code: read.code, ...(read.details['errors'] as readonly Record<string, Json>[])[0] };
};

describe('readJson refuses', () => {
  it.each([
    { text: '{"a":1,"a":2}', code: 'duplicate_key', path: "$['a']", line: 1, column: 8 },
    { text: '{"a":1,"\\u0061":2}', code: 'duplicate_key', path: "$['a']", line: 1, column: 8 },
    { text: '[{"a":{"b":1,\n "b":2}}]', code: 'duplicate_key', path: "$[0]['a']['b']", line: 2, column: 2 },
    { text: '{"x":{"__proto__":{}}}', code: 'unsafe_key', path: "$['x']['__proto__']", line: 1, column: 7 },
    { text: '{"\\u005f_proto__":1}', code: 'unsafe_key', path: "$['__proto__']", line: 1, column: 2 },
    { text: nested(65), code: 'too_deep', path: `$${'[0]'.repeat(64)}`, line: 1, column: 65 },
    { text: '["\\ud800"]', code: 'lone_surrogate', path: '$[0]', line: 1, column: 3 },
    { text: '["\\udc00\\ud800"]', code: 'lone_surrogate', path: '$[0]', line: 1, column: 3 },
    { text: '["a\ud800"]', code: 'lone_surrogate', path: '$[0]', line: 1, column: 4 },
    { text: '{"\\udfff":1}', code: 'lone_surrogate', path: '$', line: 1, column: 3 },
    { text: '{"bin":[1,\n  9007199254740993]}', code: 'number_not_exact', path: "$['bin'][1]", line: 2, column: 3 },
    { text: '1e400', code: 'number_not_exact', path: '$', line: 1, column: 1 },
    { text: '', code: 'json_invalid', path: '$', line: 1, column: 1 },
    { text: '{"a":1}x', code: 'json_invalid', path: '$', line: 1, column: 8 },
    { text: '{"a":1,}', code: 'json_invalid', path: '$', line: 1, column: 8 },
    { text: '[1,]', code: 'json_invalid', path: '$[1]', line: 1, column: 4 },
    { text: '{"a" 1}', code: 'json_invalid', path: "$['a']", line: 1, column: 6 },
    { text: '["a', code: 'json_invalid', path: '$[0]', line: 1, column: 2 },
    { text: '["\t"]', code: 'json_invalid', path: '$[0]', line: 1, column: 3 },
    { text: '\ufeff{}', code: 'json_invalid', path: '$', line: 1, column: 1 },
  ])('$text as $code', ({ text, ...expected }) => expect(refusal(text)).toMatchObject(expected));

  it.each([
    '01',
    '1.',
    '.5',
    '+1',
    '0x1F',
    'NaN',
    'Infinity',
    "{'a':1}",
    '{a:1}',
    '[1 2]',
    '"\\x41"',
    '/**/1',
    'nul',
    'truee',
    '\u00a01',
    '-',
    '1e',
    '{',
    '[',
    '{"a"',
    '{"a":',
  ])('%s as json_invalid', (text) => expect(refusal(text)).toMatchObject({ code: 'json_invalid' }));

  it.each([
    { bytes: [0x22, 0x61, 0xff, 0x22], column: 3 },
    { bytes: [0x22, 0xc0, 0xaf, 0x22], column: 2 },
    { bytes: [0x22, 0xed, 0xa0, 0x80, 0x22], column: 2 },
    { bytes: [0x22, 0xef, 0xbf, 0xbd, 0xe2, 0x82], column: 3 },
    { bytes: [0xef, 0xbb, 0xbf, 0x31], column: 1 },
    { bytes: [0xff, 0xfe, 0x31, 0x00], column: 1 },
  ])('bytes $bytes with their place', ({ bytes, column }) =>
    expect(refusal(Uint8Array.from(bytes))).toMatchObject({ code: 'json_invalid', path: '$', line: 1, column }),
  );
});

describe('members of all objects together', () => {
  const members = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":[{}]`).join()}}`;
  it('may be 65,536', () => expect(readJson(members(65_536)).ok).toBe(true));
  it('are refused at the first one more', () =>
    expect(refusal(members(65_537))).toMatchObject({ code: 'too_large', path: "$['k65536']" }));
  it('count in lists too', () =>
    expect(refusal(`[${'{"a":1},'.repeat(65_536)}{"b":1}]`)).toMatchObject({ path: "$[65536]['b']" }));
});

describe('items of all lists together', () => {
  const items = (count: number) => `[${'1,'.repeat(count)}1]`;
  it('may be as many as fit into a megabyte', () => expect(readJson(items(524_288)).ok).toBe(true));
  it('are refused beyond', () =>
    expect(refusal(items(524_289))).toMatchObject({ code: 'too_large', path: '$[524289]' }));
});

describe('readJson reads', () => {
  it.each([
    nested(64),
    '{"a":[{"a":1},{"a":2}],"b":{"a":3}}',
    '" \\ud83d\\ude00 😀 \\u0000"',
    ' [ 1.0 , 1e2 , 1.50 , -0 ] ',
    '{"constructor":1,"toString":2,"":3}',
    '{}',
    '[]',
    'null',
    'true',
    '"x"',
    '9007199254740991',
    '\r\n\t {"a"\n:\t1}\r',
  ])('%s', (text) =>
    expect(readJson(new TextEncoder().encode(text))).toStrictEqual({ ok: true, value: JSON.parse(text) }),
  );

  it('every document in every layout, as JSON.parse does', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        fc.pre(!text.includes('__proto__'));
        expect(readJson(text)).toStrictEqual({ ok: true, value: JSON.parse(text) });
        expect(canonical(JSON.parse(canonical(value as Json)) as Json)).toBe(canonical(value as Json));
      }),
    ));
});

it('what it accepts, JSON.parse reads the same; what JSON.parse refuses, it refuses', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '"\\u0061"',
    '1',
    '-0',
    '01',
    '1e400',
    'true',
    'null',
    ' ',
    '\n',
    '"',
    '\\',
    '"\\ud800"',
    '"__proto__"',
  ];
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
      const text = chosen.join('');
      const read = readJson(text);
      if (!read.ok) return;
      accepted += 1;
      expect(read.value).toStrictEqual(JSON.parse(text));
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(50);
});

it('a document changed in one character is read as JSON.parse reads it or refused', () =>
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.nat(),
      fc.constantFrom('"', '\\', '{', ']', ',', '0', 'e', '\ud800'),
      (value, position, char) => {
        const text = JSON.stringify(value);
        const at = position % (text.length + 1);
        const changed = text.slice(0, at) + char + text.slice(at + 1);
        const read = readJson(changed);
        if (read.ok) expect(read.value).toStrictEqual(JSON.parse(changed));
      },
    ),
  ));

describe('a glance', () => {
  const parsed = (text: string): Json | undefined => {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return undefined;
    }
  };
  const believed = (text: string): boolean => {
    const value = parsed(text);
    return value !== undefined && glance(text) === membersIn(value);
  };

  it.each([
    { text: '{"a":[1,{"b":"c:d,e"}],"f":-0.5}', members: 3 },
    { text: nested(MAX_DEPTH), members: 0 },
    { text: nested(MAX_DEPTH + 1), members: undefined },
    { text: '{"a":"\\n"}', members: undefined },
    { text: '{"__proto__":1}', members: undefined },
    { text: '["a\ud800"]', members: undefined },
    { text: '[9007199254740993]', members: undefined },
    { text: '["a', members: undefined },
  ])('of $text counts $members', ({ text, members }) => expect(glance(text)).toBe(members));

  it('is never taken in: what it lets pass and a parser takes, scanning lets pass', () => {
    let passed = 0;
    const anyText = fc.oneof(
      fc
        .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', '"', '{', ']', ',', ':', '0', 'e', '-'))
        .map(([value, position, char]) => {
          const text = JSON.stringify(value);
          const at = position % (text.length + 1);
          return text.slice(0, at) + char + text.slice(at + (position % 2));
        }),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"a"', '1', '1e400', '\t'), { maxLength: 12 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        if (!believed(text)) return;
        passed += 1;
        expect(scan(text)).toBe(glance(text));
      }),
      { numRuns: 6000 },
    );
    expect(passed).toBeGreaterThan(300); // a tenth of what is drawn passes
  });
});
