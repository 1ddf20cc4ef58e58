import type { ErrorObject } from 'ajv';
import { keysOf, placeOf } from '../../core/json/place.ts';
import type { SchemaFinding } from '../../usecases/ports.ts';

const MESSAGE_CHARACTERS = 300;

/** An error of ajv with its place both ways. A member too many is the place itself, not the object that holds it. */
export function toFinding({ instancePath, keyword, message, params }: ErrorObject, document: unknown): SchemaFinding {
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
  const keys = [...keysOf(instancePath, document), ...(typeof extra === 'string' ? [extra] : [])];
  return {
    ...placeOf(keys),
    rule: keyword,
    message: `${message ?? 'does not match'}${allowed(params)}`.slice(0, MESSAGE_CHARACTERS),
  };
}

const allowed = (params: ErrorObject['params']): string => {
  const values: unknown = params['allowedValues'] ?? params['allowedValue'];
  return values === undefined ? '' : `: ${JSON.stringify(values)}`;
};
