import { Ajv, type AnySchema, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { draftOf } from '../../core/schema/decide-register.ts';
import type { Json } from '../../schemas/words.ts';
import type { SchemaFinding } from '../../usecases/ports.ts';
import { findPattern } from './find-pattern.ts';
import { toFinding } from './findings.ts';
import { linearPattern, UnusablePattern } from './linear-pattern.ts';

const OPTIONS: Options = {
  allErrors: true,
  // Unknown keywords and formats are refused: a typo in a schema must not become a rule that checks nothing.
  strictSchema: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
  logger: false,
  // Else every object has members called `constructor` and `toString`.
  ownProperties: true,
  code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
};

export type Compiled =
  | { readonly ok: true; readonly validate: ValidateFunction }
  | { readonly ok: false; readonly findings: readonly SchemaFinding[] };

/**
 * Compiles one schema by itself: nothing is fetched, `$data` and custom keywords are unknown, and `$id`s of two
 * schemas never meet. May take long and deep: run it only where it can be stopped.
 */
export function compileSchema(schema: Json): Compiled {
  const draft = draftOf(schema);
  if (!draft) return refused('$schema', 'only 2020-12 and draft-07 are read');
  if (typeof schema === 'object' && schema !== null && Object.hasOwn(schema, '$async'))
    return refused('$async', 'asynchronous schemas are refused');
  const ajv = draft === 'draft-07' ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS);
  formats.default(ajv, { mode: 'full', keywords: false });
  if (!ajv.validateSchema(schema as AnySchema))
    return { ok: false, findings: (ajv.errors ?? []).map((error: ErrorObject) => toFinding(error, schema)) };
  try {
    return { ok: true, validate: ajv.compile(schema as AnySchema) };
  } catch (error) {
    if (error instanceof UnusablePattern)
      return {
        ok: false,
        findings: [{ ...findPattern(schema, error.pattern), rule: 'pattern', message: error.message }],
      };
    if (error instanceof RangeError || !(error instanceof Error)) throw error;
    return refused('schema', error.message.slice(0, 300));
  }
}

const refused = (rule: string, message: string): Compiled => ({
  ok: false,
  findings: [{ pointer: '', path: '$', rule, message }],
});
