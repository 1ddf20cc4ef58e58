import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readJson } from '../../../core/json/read-json.ts';
import { readYaml } from '../../../core/json/read-yaml.ts';
import { CONTENT_LIMITS } from '../../../schemas/content-limits.ts';
import type { Json } from '../../../schemas/words.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => {
  const outcome = readYaml(bytes(text));
  return outcome.ok
    ? outcome
    : { code: outcome.code, ...(outcome.details['errors'] as readonly Record<string, Json>[])[0] };
};

describe('readYaml reads', () => {
  it.each([
    {
      text: 'a: 1\nb: [x, "y", 1.50, 0x1F, 0o17, +12, .5, -0]',
      value: { a: 1, b: ['x', 'y', 1.5, 31, 15, 12, 0.5, -0] },
    },
    {
      text: 'a: yes\nb: no\nc: on\nd: 2026-11-22\ne: 1_000\nf: 12:30:00',
      value: { a: 'yes', b: 'no', c: 'on', d: '2026-11-22', e: '1_000', f: '12:30:00' },
    },
    { text: 'a: true\nb: ~\nc:\nd: null', value: { a: true, b: null, c: null, d: null } },
    { text: 'a: |\n  one\n  two\nb: >-\n  x\n  y', value: { a: 'one\ntwo\n', b: 'x y' } },
    { text: '"1": x\n"<<": y\n"true": z', value: { 1: 'x', '<<': 'y', true: 'z' } },
    { text: '%YAML 1.2\n---\na: 1', value: { a: 1 } },
    { text: '{"a": [1, {"b": null}]}', value: { a: [1, { b: null }] } },
    { text: 'just text', value: 'just text' },
    { text: `${'- '.repeat(64)}a`, value: Array.from({ length: 64 }).reduce<unknown>((inner) => [inner], 'a') },
  ])('$text', ({ text, value }) => expect(read(text)).toStrictEqual({ ok: true, value }));

  it('every JSON document, to the same value as the JSON reader', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('__proto__'));
        const json = readJson(text);
        expect(readYaml(bytes(text))).toStrictEqual(json);
        // -0 has no YAML form of its own.
        expect(readYaml(bytes(stringify(JSON.parse(text.replace(/-0(?=[,\]}]|$)/g, '0')))))).toStrictEqual(
          readJson(text.replace(/-0(?=[,\]}]|$)/g, '0')),
        );
      }),
      { numRuns: 60 },
    ));
});

describe('readYaml refuses', () => {
  it.each([
    { text: 'a: &x 1', code: 'yaml_invalid', path: "$['a']", message: 'anchors are refused' },
    { text: 'a: [1]\nb: *a', code: 'yaml_invalid', path: "$['b']", message: 'aliases are refused' },
    { text: 'a: !!str 1', code: 'yaml_invalid', path: "$['a']", message: 'tags are refused' },
    { text: '!own {a: 1}', code: 'yaml_invalid', path: '$', message: expect.any(String) },
    { text: '<<: {a: 1}', code: 'yaml_invalid', path: '$', message: 'merge keys are refused' },
    { text: 'a: .inf', code: 'yaml_invalid', path: "$['a']" },
    { text: 'a: -.Inf', code: 'yaml_invalid', path: "$['a']" },
    { text: 'a: .NaN', code: 'yaml_invalid', path: "$['a']" },
    { text: '1: x', code: 'yaml_invalid', path: '$' },
    { text: 'true: x', code: 'yaml_invalid', path: '$' },
    { text: '? [a]\n: 1', code: 'yaml_invalid', path: '$' },
    { text: '---\na: 1\n---\nb: 1', code: 'yaml_invalid', path: '$', line: 3 },
    { text: '', code: 'yaml_invalid', path: '$' },
    { text: '%YAML 1.1\n---\na: yes', code: 'yaml_invalid', path: '$' },
    { text: 'a: [1', code: 'yaml_invalid', path: '$' },
    { text: 'a:\n\tb: 1', code: 'yaml_invalid', path: '$', line: 2 },
    { text: '\ufeffa: 1', code: 'yaml_invalid', path: '$' },
    { text: 'a: 1\nb: 2\na: 3', code: 'duplicate_key', path: "$['a']", line: 3, column: 1 },
    { text: 'x: {a: 1, "a": 2}', code: 'duplicate_key', path: "$['x']['a']" },
    { text: '__proto__: 1', code: 'unsafe_key', path: "$['__proto__']" },
    { text: 'a: "\\ud800"', code: 'lone_surrogate', path: "$['a']" },
    { text: 'bin: [1, 9007199254740993]', code: 'number_not_exact', path: "$['bin'][1]", line: 1, column: 10 },
    { text: 'a: 0x20000000000001', code: 'number_not_exact', path: "$['a']" },
    { text: `a: 0x${'f'.repeat(300)}`, code: 'number_not_exact', path: "$['a']" },
    { text: `a: 0o${'7'.repeat(400)}`, code: 'number_not_exact', path: "$['a']" },
    { text: 'a: b\u0000c', code: 'yaml_invalid', path: '$', line: 1, column: 5 },
    { text: 'a: "\u0085"\nb: "\u0007"', code: 'yaml_invalid', line: 2, column: 5 },
    { text: 'a: 1e400', code: 'number_not_exact', path: "$['a']" },
    { text: 'a: 0.1000000000000000055', code: 'number_not_exact', path: "$['a']" },
    { text: 'id: 007', code: 'number_not_exact', path: "$['id']" },
    { text: `${'- '.repeat(65)}a`, code: 'too_deep', path: `$${'[0]'.repeat(64)}` },
    { text: '['.repeat(20_000), code: 'too_deep', path: '$' },
    { text: '- '.repeat(50_000), code: 'too_deep', path: '$' },
  ])('$code in $text', ({ text, ...expected }) => expect(read(text)).toMatchObject(expected));

  it.each([
    { extra: 0, code: 'taken' },
    { extra: 1, code: 'too_large' },
  ])('more than its limit: $extra bytes over', ({ extra, code }) => {
    const outcome = readYaml(bytes(`a: ${'x'.repeat(CONTENT_LIMITS.yamlBytes - 3 + extra)}`));
    expect(outcome.ok ? 'taken' : outcome.code).toBe(code);
  });
});
