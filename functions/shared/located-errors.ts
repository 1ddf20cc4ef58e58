import { type Rejected, reject } from '../../core/decision.ts';
import { type Keys, placeOf } from '../../core/json/place.ts';
import { type Part, refusedShape } from '../../usecases/refused-document.ts';

export { refusedShape };

/** `invalid_request` for one place that no schema reads. */
export const refusedAt = (part: Part, keys: Keys, message: string): Rejected =>
  reject('invalid_request', {
    errors: [{ in: part, ...placeOf(keys), rule: 'invalid_format', message }],
  });
