import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { refusedShape } from '../../../functions/shared/located-errors.ts';

const errorsOf = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error('must fail');
  const { errors } = refusedShape('body', parsed.error).details as unknown as {
    errors: { pointer: string; path: string; rule: string; in: string }[];
  };
  return errors.map(({ pointer, path, rule }) => [pointer, path, rule]);
};

describe('the places of what broke a rule', () => {
  it('of a union are those of the branch that came nearest', () => {
    const schema = z.strictObject({
      x: z.union([z.strictObject({ a: z.string(), b: z.string() }), z.strictObject({ a: z.int(), c: z.int() })]),
    });
    expect(errorsOf(schema, { x: { a: 'a' } })).toStrictEqual([['/x/b', "$['x']['b']", 'invalid_type']]);
  });
  it('of a discriminated union are those of the named branch', () => {
    const schema = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), n: z.int() }),
      z.strictObject({ kind: z.literal('b') }),
    ]);
    expect(errorsOf(schema, { kind: 'a', n: 'x' })).toStrictEqual([['/n', "$['n']", 'invalid_type']]);
    expect(errorsOf(schema, { kind: 'c' })).toStrictEqual([['/kind', "$['kind']", 'invalid_union']]);
  });
  it('escape what RFC 6901 and RFC 9535 escape', () =>
    expect(errorsOf(z.record(z.string(), z.int()), { "a/~'\\\n": 'x' })).toStrictEqual([
      ["/a~1~0'\\\n", "$['a/~\\'\\\\\\n']", 'invalid_type'],
    ]));
  it('are twenty at most', () =>
    expect(
      errorsOf(
        z.array(z.int()),
        Array.from({ length: 30 }, () => 'x'),
      ).length,
    ).toBe(20));
});
