import { describe, expect, it } from 'vitest';
import type { SchemaRunner } from '../../usecases/ports.ts';

/** 2.6 KB whose validation doubles with each of 30 steps. */
const doubling = (steps: number) => {
  const refs = (step: number) => [{ $ref: `#/$defs/d${step - 1}` }, { $ref: `#/$defs/d${step - 1}` }];
  const defs = Array.from({ length: steps }, (_, step) => [
    `d${step}`,
    step === 0 ? { type: 'integer' } : { allOf: refs(step) },
  ]);
  return { $defs: Object.fromEntries(defs), $ref: `#/$defs/d${steps - 1}` };
};
const many = Array.from({ length: 50_000 }, (_, id) => ({ id }));

/** @see usecases/ports.ts SchemaRunner */
export function schemaRunnerContract(open: () => SchemaRunner): void {
  const runner = open();
  const compile = (schema: unknown) => runner.compile(JSON.stringify(schema));
  const validate = (schema: unknown, document: unknown) =>
    runner.validate(JSON.stringify(schema), JSON.stringify(document));

  describe('schema runner', () => {
    it.each([
      { name: 'nothing asked', schema: {} },
      { name: 'a boolean schema', schema: true },
      {
        name: '2020-12 by name',
        schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'string' }] },
      },
      {
        name: 'draft-07 by name',
        schema: { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] },
      },
      {
        name: 'a local reference',
        schema: { $defs: { id: { type: 'string' } }, properties: { id: { $ref: '#/$defs/id' } } },
      },
      { name: 'a linear pattern', schema: { type: 'string', pattern: '^(?:a+)+\\u0062$' } },
      { name: 'known formats', schema: { type: 'string', format: 'date-time' } },
      { name: 'an $id that another schema has too', schema: { $id: 'https://example.org/s', type: 'string' } },
      { name: 'an $id that another schema has too, again', schema: { $id: 'https://example.org/s', type: 'number' } },
    ])('takes $name', async ({ schema }) => expect(await compile(schema)).toStrictEqual({ ok: true }));

    it.each([
      { name: 'what is no schema', schema: { type: 'objekt' }, pointer: '/type', rule: 'enum' },
      { name: 'an unknown keyword', schema: { requird: ['a'] }, pointer: '', rule: 'schema' },
      { name: 'an unknown format', schema: { type: 'string', format: 'nope' }, pointer: '', rule: 'schema' },
      { name: 'a remote reference', schema: { $ref: 'https://example.org/other' }, pointer: '', rule: 'schema' },
      { name: 'a missing local reference', schema: { $ref: '#/$defs/none' }, pointer: '', rule: 'schema' },
      {
        name: '$data',
        schema: { properties: { a: { minimum: { $data: '1/b' } } } },
        pointer: '/properties/a/minimum',
        rule: 'type',
      },
      { name: '$async', schema: { $async: true }, pointer: '', rule: '$async' },
      {
        name: 'a draft we do not read',
        schema: { $schema: 'http://json-schema.org/draft-04/schema#' },
        pointer: '',
        rule: '$schema',
      },
      { name: 'look-ahead', schema: { items: { pattern: 'a(?=b)' } }, pointer: '/items/pattern', rule: 'pattern' },
      { name: 'look-behind', schema: { pattern: '(?<!a)b' }, pointer: '/pattern', rule: 'pattern' },
      {
        name: 'a back reference',
        schema: { patternProperties: { '(a)\\1': true } },
        pointer: '/patternProperties/(a)\\1',
        rule: 'pattern',
      },
      { name: 'a named back reference', schema: { pattern: '(?<n>a)\\k<n>' }, pointer: '/pattern', rule: 'pattern' },
      { name: 'what is no pattern', schema: { pattern: '(' }, pointer: '/pattern', rule: 'pattern' },
    ])('refuses $name, with its place', async ({ schema, pointer, rule }) => {
      const answer = await compile(schema);
      if (answer.ok) throw new Error('taken');
      expect(answer.reason).toBe('invalid');
      expect(answer.findings[0]).toMatchObject({ pointer, rule });
      expect(await validate(schema, 1)).toStrictEqual({ ok: false, reason: 'invalid' });
    });

    it('says every place that breaks the schema, both ways', async () => {
      const schema = {
        type: 'object',
        required: ['rates'],
        additionalProperties: false,
        properties: {
          rates: {
            type: 'array',
            items: {
              type: 'object',
              properties: { percent: { type: 'number', maximum: 100 }, kind: { enum: ['debit', 'credit'] } },
            },
          },
        },
      };
      expect(await validate(schema, { rates: [{ percent: 1, kind: 'debit' }] })).toStrictEqual({
        ok: true,
        findings: [],
      });
      expect(await validate(schema, { rates: [{ percent: 101 }, { kind: 'x' }], "it's": 1 })).toStrictEqual({
        ok: true,
        findings: [
          {
            pointer: "/it's",
            path: "$['it\\'s']",
            rule: 'additionalProperties',
            message: 'must NOT have additional properties',
          },
          { pointer: '/rates/0/percent', path: "$['rates'][0]['percent']", rule: 'maximum', message: 'must be <= 100' },
          {
            pointer: '/rates/1/kind',
            path: "$['rates'][1]['kind']",
            rule: 'enum',
            message: 'must be equal to one of the allowed values: ["debit","credit"]',
          },
        ],
      });
      expect(await validate(schema, {})).toStrictEqual({
        ok: true,
        findings: [{ pointer: '', path: '$', rule: 'required', message: "must have required property 'rates'" }],
      });
    });

    it.each([
      { schema: { prefixItems: [{ type: 'string' }] }, rule: 'type' },
      { schema: { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }, rule: 'type' },
    ])('reads each draft by its own rules: $schema', async ({ schema, rule }) =>
      expect(await validate(schema, [1])).toMatchObject({ ok: true, findings: [{ pointer: '/0', rule }] }),
    );

    it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
      'knows no member %s that is not there',
      async (name) => {
        expect(await validate({ required: [name] }, {})).toMatchObject({ ok: true, findings: [{ rule: 'required' }] });
        expect(await validate({ required: [name] }, { [name]: 1 })).toStrictEqual({ ok: true, findings: [] });
        expect(await validate({ properties: { [name]: { type: 'string' } } }, {})).toStrictEqual({
          ok: true,
          findings: [],
        });
        expect(await validate({ maxProperties: 0, unevaluatedProperties: false }, {})).toStrictEqual({
          ok: true,
          findings: [],
        });
      },
    );

    it('takes a pattern with a backslash before the letter k', async () =>
      expect(await validate({ pattern: '^\\\\k$' }, '\\k')).toStrictEqual({ ok: true, findings: [] }));

    it('matches a hostile text in linear time', async () =>
      expect(await validate({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(50_000)}b`)).toMatchObject({
        ok: true,
        findings: [{ rule: 'pattern' }],
      }));

    it('keeps fifty findings of very many', async () => {
      const answer = await validate({ items: { type: 'string' } }, Array<number>(5000).fill(1));
      expect(answer.ok && answer.findings.length).toBe(50);
    });

    it.each([
      { name: 'doubling references', schema: doubling(30), document: 1 },
      { name: 'endless references', schema: { $ref: '#' }, document: 1 },
      { name: 'quadratic uniqueItems', schema: { uniqueItems: true }, document: many },
    ])('ends $name as too costly, and works on', async ({ schema, document }) => {
      const [costly, next] = await Promise.all([validate(schema, document), validate({ type: 'string' }, 1)]);
      expect(costly).toStrictEqual({ ok: false, reason: 'too_costly' });
      expect(next).toMatchObject({ ok: true, findings: [{ rule: 'type' }] });
    });

    it('takes the same as long as it stays within the limits', async () => {
      expect(await validate(doubling(8), 1)).toStrictEqual({ ok: true, findings: [] });
      expect(await validate({ uniqueItems: true }, many.slice(0, 500))).toStrictEqual({ ok: true, findings: [] });
    });
  });
}
