import { type Keys, placeOf } from '../../core/json/place.ts';
import type { Json } from '../../schemas/words.ts';

/** First place of a schema where a pattern stands: as `pattern`, or as a name in `patternProperties`. */
export function findPattern(schema: Json, pattern: string): { readonly pointer: string; readonly path: string } {
  return placeOf(search(schema, pattern, []) ?? []);
}

function search(here: Json, pattern: string, keys: Keys): Keys | undefined {
  if (typeof here !== 'object' || here === null) return undefined;
  if (keys.at(-1) === 'patternProperties' && Object.hasOwn(here, pattern)) return [...keys, pattern];
  for (const [key, value] of Object.entries(here)) {
    const inside = [...keys, Array.isArray(here) ? Number(key) : key];
    if (key === 'pattern' && value === pattern) return inside;
    const found = search(value as Json, pattern, inside);
    if (found) return found;
  }
  return undefined;
}
