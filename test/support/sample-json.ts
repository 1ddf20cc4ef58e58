import * as z from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** Turns text around, clears the screen, ends the line, and rings: in C0, C1 and as bidirectional marks. */
export const HOSTILE = 'x\u001b[2J\u009b2J\u202e\r\n\u0007';

/** A value of this shape with everything optional there, one of each array, and every free string hostile. */
export function hostileSample(shape: z.ZodType): unknown {
  const root = z.toJSONSchema(shape, { unrepresentable: 'any', io: 'output' }) as Schema;
  const resolved = (schema: Schema): Schema => {
    const name = schema.$ref?.replace('#/$defs/', '');
    return name === undefined ? schema : resolved(root.$defs?.[name] as Schema);
  };
  const sample = (given: Schema, depth: number): unknown => {
    const schema = resolved(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[0];
    const variants = schema.anyOf ?? schema.oneOf;
    if (variants) return sample(variants[0] as Schema, depth);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part as Schema, depth)));
    if (schema.type === 'object') return objectOf(schema, depth);
    if (schema.type === 'array') return depth > 8 ? [] : [sample(schema.items as Schema, depth + 1)];
    if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
    if (schema.type === 'boolean') return true;
    return schema.type === 'null' ? null : HOSTILE;
  };
  const objectOf = ({ properties = {}, additionalProperties }: Schema, depth: number): unknown => {
    const entries = Object.entries(properties).map(([key, value]) => [key, sample(value as Schema, depth + 1)]);
    const open = typeof additionalProperties === 'object' && depth <= 8;
    return Object.fromEntries(
      open ? [...entries, [HOSTILE, sample(additionalProperties as Schema, depth + 1)]] : entries,
    );
  };
  return sample(root, 0);
}
