import type { z } from 'zod';
import type { SchemaPage, SchemaResponse, ValidateResponse } from '../../schemas/schema.ts';
import type { View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, count, short, size } from '../output/words.ts';
import { empty } from './empty.ts';

export const schemaTable: View<z.output<typeof SchemaPage>> = ({ items }, { ink, nowMs }) =>
  items.length === 0
    ? empty('schemas', 'plumb schema register')
    : rows(
        ink,
        ['schema', 'draft', 'digest', 'size', 'by', 'registered'],
        items.map((schema) => [
          ink.name(schema.id),
          schema.draft,
          short(schema.digest),
          size(schema.sizeBytes),
          schema.createdBy,
          ago(schema.createdAt, nowMs),
        ]),
      );

export const schemaCard: View<SchemaResponse> = (schema, { ink, nowMs }) => {
  const facts = card(ink, {
    schema: ink.name(schema.id),
    draft: schema.draft,
    digest: schema.digest,
    size: size(schema.sizeBytes),
    description: schema.description,
    registered: `${ago(schema.createdAt, nowMs)} by ${schema.createdBy}`,
  });
  return schema.schema === undefined ? facts : `${facts}\n${JSON.stringify(schema.schema, undefined, 2)}`;
};

export const validationView: View<z.output<typeof ValidateResponse>> = ({ valid, findings }, { ink }) =>
  valid
    ? ink.good('The document matches.')
    : [
        ink.bad(`The document does not match: ${count(findings.length, 'finding')}.`),
        ...findings.map(({ path, message }) => `  ${path} ${message}`),
      ].join('\n');
