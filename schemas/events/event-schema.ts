import * as z from 'zod';
import { Instant } from '../words.ts';
import { EVENT_WORDS } from './described.ts';
import { EVENTS, EventDetail, type EventType } from './index.ts';
import { EVENT_SOURCE } from './source.ts';

export type JsonSchema = { readonly [key: string]: unknown };

const INSTANT = z.toJSONSchema(Instant, { metadata: EVENT_WORDS })['pattern'];

/** Members that EventBridge puts around `detail`. */
const AROUND = {
  version: { type: 'string' },
  id: { type: 'string', description: 'new with every delivery by PutEvents: de-duplicate on detail.id instead' },
  source: { type: 'string', enum: [EVENT_SOURCE] },
  account: { type: 'string' },
  time: { type: 'string', format: 'date-time' },
  region: { type: 'string' },
  resources: { type: 'array', items: { type: 'string' } },
};

/**
 * The JSON Schema of one event as a rule's target gets it, in draft 4, which the EventBridge schema registry takes
 * (`JSONSchemaDraft4`) and makes code bindings from. It is open where ours is closed: members and words may be added
 * without breaking who validates by it.
 */
export function eventSchema(type: EventType): JsonSchema {
  const { description, ...data } = draft4(EVENTS[type]);
  const detail = draft4(EventDetail(z.unknown()));
  const properties = detail['properties'] as JsonSchema;
  // Without `data` goes what no call could carry (`dataOmitted`).
  const required = (detail['required'] as readonly string[]).filter((member) => member !== 'data');
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: type,
    description,
    'x-amazon-events-source': EVENT_SOURCE,
    'x-amazon-events-detail-type': type,
    type: 'object',
    required: ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail'],
    properties: {
      ...AROUND,
      'detail-type': { type: 'string', enum: [type] },
      detail: { ...detail, required, properties: { ...properties, data } },
    },
  };
}

/** What stays of our own schemas: structure. Limits and patterns are ours and may be widened. */
const STRUCTURE = ['type', 'properties', 'required', 'items', 'anyOf'];

function draft4(shape: z.ZodType): JsonSchema {
  return opened(z.toJSONSchema(shape, { target: 'draft-04', metadata: EVENT_WORDS, reused: 'inline' }) as JsonSchema);
}

/** Lets in what may come later: other members, other words of a list. A list of one word is what the event is. */
function opened(schema: JsonSchema): JsonSchema {
  const { description, additionalProperties, pattern } = schema;
  const words = (schema['enum'] ?? []) as readonly unknown[];
  const several = words.length > 1 ? `one of ${words.join(', ')}; more may come` : undefined;
  const said = [description, several].filter((each) => each !== undefined);
  const values = isSchema(additionalProperties) ? opened(additionalProperties) : {};
  return {
    ...Object.fromEntries(STRUCTURE.filter((key) => key in schema).map((key) => [key, within(key, schema[key])])),
    ...(Object.keys(values).length > 0 ? { additionalProperties: values } : {}),
    ...(pattern === INSTANT ? { format: 'date-time' } : {}),
    ...(several === undefined && words.length > 0 ? { enum: words } : {}),
    ...(said.length > 0 ? { description: said.join('; ') } : {}),
  };
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A part of a schema that holds schemas in its own way. */
function within(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => (isSchema(one) ? opened(one) : one));
  if (!isSchema(value)) return value;
  if (key !== 'properties') return opened(value);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, opened(one as JsonSchema)]));
}
