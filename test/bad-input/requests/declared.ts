import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { ROUTES } from '../../../schemas/api/index.ts';
import type { RouteSpec } from '../../../schemas/api/route.ts';

/* What the API says of itself, read by a validator that shares no code with what the server checks requests by. */

export interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../../schemas/generated/openapi.json', import.meta.url), 'utf8'),
) as Document;

const ajv = new Ajv2020({ strict: false, allErrors: false, ownProperties: true });
formats.default(ajv);
ajv.addSchema({ $id: 'openapi', ...DOCUMENT });

const TO_COMPONENTS = '#/components/schemas/';

/** The schema itself where it only names one. */
export const resolved = (schema: Schema): Schema => {
  const named = schema.$ref?.startsWith(TO_COMPONENTS)
    ? DOCUMENT.components.schemas[schema.$ref.slice(TO_COMPONENTS.length)]
    : undefined;
  return named ? resolved(named) : schema;
};

/** Whether a value is what a schema of the document declares. */
export function declares(schema: Schema): (value: unknown) => boolean {
  const text = JSON.stringify(schema).replaceAll(TO_COMPONENTS, `openapi${TO_COMPONENTS}`);
  const validate = ajv.compile(JSON.parse(text) as object);
  return (value) => validate(value) === true;
}

export interface DeclaredRoute {
  readonly route: RouteSpec;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly responses: Operation['responses'];
}

/** Every row of the route table with what the document says of it. */
export const DECLARED: readonly DeclaredRoute[] = ROUTES.map((route) => {
  const operation = DOCUMENT.paths[route.path.replaceAll('+}', '}')]?.[route.method.toLowerCase()];
  if (!operation) throw new Error(`${route.operationId} is not in the document`);
  const { parameters = [], requestBody, responses } = operation;
  return { route, parameters, body: requestBody?.content['application/json']?.schema, responses };
});
