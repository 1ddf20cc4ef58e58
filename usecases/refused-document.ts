import type { z } from 'zod';
import { type Rejected, reject } from '../core/decision.ts';
import { pathOf, pointerOf } from '../core/json/place.ts';

const ERRORS_SHOWN = 20;

/** `invalid_request` for a body that a use case read strictly itself: every place that broke a rule, 20 at most. */
export const refusedDocument = ({ issues }: z.ZodError): Rejected =>
  reject('invalid_request', {
    errors: issues.slice(0, ERRORS_SHOWN).map(({ path, code, message }) => {
      const keys = path.map((key) => (typeof key === 'symbol' ? String(key) : key));
      return { in: 'body', pointer: pointerOf(keys), path: pathOf(keys), rule: code, message };
    }),
  });
