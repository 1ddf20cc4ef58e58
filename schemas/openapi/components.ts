import * as z from 'zod';

export type JsonSchema = { readonly [key: string]: unknown };

/** Collects the named schemas of a document while others refer to them. */
export interface Components {
  /** The JSON Schema to write in place: a reference where the zod schema has an id. */
  refer(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
  /** Everything referred to, by name, in alphabetical order. */
  all(): Readonly<Record<string, JsonSchema>>;
}

const ANONYMOUS = /^__schema\d+$/;
const TO_DEFS = '#/$defs/';
const TO_COMPONENTS = '#/components/schemas/';

/** @throws when one id stands for two shapes: readers of the document could not tell them apart */
export function components(): Components {
  const named = new Map<string, JsonSchema>();
  const recursive = new Map<string, string>();

  /** A recursive schema without an id gets a number; zod's own is only unique within one conversion. */
  const nameOf = (local: string, definition: JsonSchema): string => {
    if (!ANONYMOUS.test(local)) return local;
    const content = JSON.stringify(definition).replaceAll(`"${TO_DEFS}${local}"`, '"self"');
    const name = recursive.get(content) ?? `Recursive${recursive.size + 1}`;
    recursive.set(content, name);
    return name;
  };

  return {
    refer(schema, io) {
      const {
        $schema: _dialect,
        $defs,
        ...root
      } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
      const definitions = Object.entries(($defs ?? {}) as Record<string, JsonSchema>);
      const names = new Map(
        definitions.map(([local, definition]) => [`${TO_DEFS}${local}`, nameOf(local, definition)]),
      );
      for (const [local, definition] of definitions) {
        const name = names.get(`${TO_DEFS}${local}`) ?? local;
        const { id: _id, ...renamed } = rename(definition, names) as JsonSchema;
        const known = named.get(name);
        if (known && JSON.stringify(known) !== JSON.stringify(renamed)) throw new Error(`${name} names two schemas`);
        named.set(name, renamed);
      }
      return rename(root, names) as JsonSchema;
    },
    all: () => Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const rename = (value: unknown, names: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = key === '$ref' && typeof inner === 'string' ? names.get(inner) : undefined;
      return [key, name === undefined ? rename(inner, names) : `${TO_COMPONENTS}${name}`];
    }),
  );
};
