import type { z } from 'zod';
import { type Rejected, reject } from '../core/decision.ts';
import { locatedIssues } from '../core/json/located-issues.ts';

/** Where in a request: the pointer and path count from there. */
export type Part = 'body' | 'query' | 'path' | 'header';

/** `invalid_request` with every place that broke a rule (20 at most), each by JSON Pointer and JSONPath. */
export const refusedShape = (part: Part, error: z.ZodError): Rejected =>
  reject('invalid_request', { errors: locatedIssues(error).map((issue) => ({ in: part, ...issue })) });

/** The same for a body that a use case read strictly itself. */
export const refusedDocument = (error: z.ZodError): Rejected => refusedShape('body', error);
