import type { z } from 'zod';
import { type Rejected, reject } from '../core/decision.ts';
import { locatedIssues } from '../core/json/located-issues.ts';

/** `invalid_request` for a body that a use case read strictly itself: every place that broke a rule, 20 at most. */
export const refusedDocument = (error: z.ZodError): Rejected =>
  reject('invalid_request', { errors: locatedIssues(error).map((issue) => ({ in: 'body', ...issue })) });
