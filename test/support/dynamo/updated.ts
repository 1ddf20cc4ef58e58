import type { Attribute, Item } from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import type { Bindings } from './condition.ts';

const SET = /([a-z]+) = (?:if_not_exists\(([a-z]+), (:[a-z]+)\)|([a-z]+) \+ (:[a-z]+)|(:[a-z]+)|([a-z]+))(?:, |$)/g;

/**
 * The item after `SET … REMOVE …`; right sides are read from the item as it was. Knows the forms that adapters use,
 * and refuses every other.
 */
export function updated(expression: string, before: Item, { ExpressionAttributeValues = {} }: Bindings): Item {
  const [, set = '', removed = ''] = /^(?:SET (.*?))?(?: ?REMOVE ([a-z, ]+))?$/.exec(expression) ?? [];
  const parts = [...set.matchAll(SET)];
  if (parts.map(([part]) => part).join('') !== set) throw new Error(`cannot ${expression}`);
  const bound = (name: string): Attribute => {
    const value = ExpressionAttributeValues[name];
    if (!value) throw new Error(`${name} is not bound in ${expression}`);
    return value;
  };
  const after = new Map(Object.entries(before));
  for (const [, name = '', tried, otherwise = '', counter, step = '', value, copied] of parts) {
    const next = tried
      ? (before[tried] ?? bound(otherwise))
      : counter
        ? { N: String(Number(number(before[counter])) + Number(number(bound(step)))) }
        : value
          ? bound(value)
          : before[copied ?? ''];
    if (!next) throw new Error(`nothing to set ${name} to in ${expression}`);
    after.set(name, next);
  }
  for (const name of removed.split(', ')) after.delete(name);
  return Object.fromEntries(after);
}

function number(value: Attribute | undefined): string {
  if (!value || !('N' in value)) throw new Error('not a number');
  return value.N;
}
