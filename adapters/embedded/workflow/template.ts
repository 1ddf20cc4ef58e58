import type { Json } from '../../../schemas/words.ts';
import { isPath, readAt } from './path.ts';

/*
 * Parameters and ResultSelector: an object where a key ending in `.$` holds a path instead of a value. Intrinsic
 * functions (`States.Format(…)`) are not run here, so they are refused at load.
 */

/** What in a template this stepper cannot evaluate. */
export function unsupportedInTemplate(template: Json): string[] {
  if (typeof template !== 'object' || template === null) return [];
  if (Array.isArray(template)) return template.flatMap(unsupportedInTemplate);
  return Object.entries(template).flatMap(([key, value]) => {
    if (!key.endsWith('.$')) return unsupportedInTemplate(value);
    return typeof value === 'string' && isPath(value) ? [] : [`${key} must be a simple path`];
  });
}

/** @throws PathFailure when a path names nothing */
export function fill(template: Json, data: Json, context: Json): Json {
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) return template.map((item) => fill(item, data, context));
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$')
        ? [key.slice(0, -2), readAt(value as string, data, context)]
        : [key, fill(value, data, context)],
    ),
  );
}
