import type { z } from 'zod';
import { type Rejected, reject } from '../../core/decision.ts';
import { locatedIssues } from '../../core/json/located-issues.ts';
import { type Keys, pathOf, pointerOf } from '../../core/json/place.ts';

/** Where in a request: the pointer and path count from there. */
export type Place = 'body' | 'query' | 'path' | 'header';

/** `invalid_request` with every place that broke a rule (20 at most), each by JSON Pointer and JSONPath. */
export const refusedShape = (place: Place, error: z.ZodError): Rejected =>
  reject('invalid_request', { errors: locatedIssues(error).map((issue) => ({ in: place, ...issue })) });

/** `invalid_request` for one place that no schema reads. */
export const refusedAt = (place: Place, keys: Keys, message: string): Rejected =>
  reject('invalid_request', {
    errors: [{ in: place, pointer: pointerOf(keys), path: pathOf(keys), rule: 'invalid_format', message }],
  });
