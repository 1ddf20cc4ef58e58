import canonicalize from 'canonicalize';
import type { Json } from '../../schemas/common.ts';

/**
 * RFC 8785 canonical form. `value` must be plain JSON data: no undefined members, no NaN, no lone surrogates.
 * @throws on what is not JSON, because that is a fault of ours: what a caller sent is read strictly before.
 */
export function canonical(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not JSON');
  return text;
}
