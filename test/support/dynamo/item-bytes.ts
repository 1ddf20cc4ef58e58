import type { Item } from '../../../adapters/aws/dynamodb/dynamo-call.ts';

/**
 * Bytes of an item as DynamoDB counts them: names and text in UTF-8, two digits of a number in a byte and one more,
 * binary as it is before base64.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

function valueBytes(value: { readonly S?: string; readonly N?: string; readonly B?: string }): number {
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.N !== undefined) return numberBytes(value.N);
  return Buffer.byteLength(value.S ?? '');
}

function numberBytes(text: string): number {
  const digits = text.replace(/^-|\./g, '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
